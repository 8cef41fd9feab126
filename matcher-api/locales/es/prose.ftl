# Frases que explican una coincidencia. Las usan la API, la consola y las páginas.

## Motivos conocidos
reason-words = { $count ->
    [one] Coincide la palabra { $words }
   *[other] Coinciden las palabras { $words }
}
reason-words-loose = { $count ->
    [one] Palabra solo parecida o relacionada: { $words }
   *[other] Palabras solo parecidas o relacionadas: { $words }
}
quoted = «{ $text }»
reason-word-pair = «{ $need }» (con «{ $offer }»)
reason-subjects = { $count ->
    [one] Materia en común: { $subjects }
   *[other] Materias en común: { $subjects }
}
reason-subject-pair = { $need } (con { $offer })
reason-themes = { $count ->
    [one] Tema en común: { $themes }
   *[other] Temas en común: { $themes }
}
reason-themes-none = Ningún tema en común: se necesita { $need }, mientras que se ofrece { $offer }
reason-themes-none-partner = Ningún tema en común: se necesita { $need }, mientras que la contraparte trabaja en { $offer }
reason-themes-deduced-need = { $text } (la necesidad no indica temas: se deducen de su texto)
reason-themes-deduced-offer = { $text } (la oferta no indica temas: se deducen de su texto)
reason-themes-deduced-offer-partner = { $text } (la contraparte no indica temas: se deducen de su texto)
reason-eligible-yes = { $country } puede postular
reason-eligible-yes-quoted = { $country } puede postular: «{ $quote }»
reason-eligible-no = { $country } no puede postular
reason-eligible-no-quoted = { $country } no puede postular: «{ $quote }»
reason-eligible-unknown = No se sabe si { $country } puede postular
reason-eligible-unknown-quoted = No se sabe si { $country } puede postular; el texto dice: «{ $quote }»
reason-applicant-admitted = El tipo de institución figura entre los postulantes admitidos
reason-applicant-refused = El tipo de institución no figura entre los postulantes admitidos
reason-kinds = { $count ->
    [one] Tipo de cooperación buscado: { $kinds }
   *[other] Tipos de cooperación buscados: { $kinds }
}
reason-kinds-none = Otro tipo de cooperación: se busca { $need }; se ofrece { $offer }
reason-kinds-none-partner = Otro tipo de cooperación: se busca { $need }; la contraparte practica { $offer }
reason-lead-days = { $left ->
    [0] Cierra hoy; se estiman { $needed } días para preparar la postulación
    [one] Cierra mañana; se estiman { $needed } días para preparar la postulación
   *[other] Cierra en { $left } días ({ $date }); se estiman { $needed } para preparar la postulación
}
reason-lead-rolling = Hay tiempo para preparar la postulación: se estiman { $needed } días
reason-levels-same = Contrapartes del mismo nivel: { $need }
reason-levels-other = Contrapartes de distinto nivel: { $need }, frente a { $offer }
reason-tie = Vínculo existente: { $kind } entre { $partner } y { $territory }
reason-amount-offered = Monto ofrecido: { $offered }
reason-amount-both = Monto ofrecido: { $offered }; se necesita: { $needed }
reason-cofinancing = Cofinanciamiento exigido: { $asked } %
reason-cofinancing-both = Cofinanciamiento exigido: { $asked } %; la institución puede aportar: { $able } %
reason-languages-shared = { $count ->
    [one] El equipo trabaja en el idioma de la oferta: { $languages }
   *[other] El equipo trabaja en idiomas de la oferta: { $languages }
}
reason-languages-shared-partner = { $count ->
    [one] El equipo trabaja en un idioma de la contraparte: { $languages }
   *[other] El equipo trabaja en idiomas de la contraparte: { $languages }
}
reason-languages-none = Idiomas de la oferta: { $offer }; idiomas del equipo: { $staff }
reason-languages-none-partner = Idiomas de la contraparte: { $offer }; idiomas del equipo: { $staff }
reason-languages-only = Idiomas de la oferta: { $offer }
reason-languages-only-partner = Idiomas de la contraparte: { $offer }
reason-freshness = { $days ->
    [0] Publicada hoy
    [one] Publicada ayer
   *[other] Publicada hace { $days } días ({ $date })
}
reason-freshness-ahead = Fecha de publicación: { $date }
reason-zone = Zona prioritaria: { $zone } – { $place }; prioridad { $priority } %

## Lo que no se sabe
unstated-need = La necesidad no indica { $what }
unstated-need-themes = temas
unstated-need-kinds = tipo de cooperación
unstated-need-territory = territorio
unstated-need-institution-kind = tipo de institución
unstated-need-languages = idiomas del equipo
unstated-need-amount = monto
unstated-need-co-financing-percent = cofinanciamiento posible
unstated-offer-themes = La oferta no indica temas
unstated-offer-kinds = La oferta no indica el tipo de cooperación
unstated-offer-deadlines = La oferta no indica fecha de cierre
unstated-offer-applicants = La oferta no indica quién puede postular
unstated-offer-eligibility = La oferta no indica qué países pueden postular
unstated-offer-publisher-kind = La oferta no indica qué tipo de institución la publica
unstated-offer-languages = La oferta no indica en qué idiomas se puede postular
unstated-offer-amount = La oferta no indica monto
unstated-offer-co-financing-percent = La oferta no indica si exige cofinanciamiento
unstated-offer-published = La oferta no indica cuándo se publicó
unstated-offer-country = La oferta no indica de qué país proviene
unstated-partner-themes = La contraparte no indica sus temas
unstated-partner-kinds = La contraparte no indica qué tipos de cooperación practica
unstated-partner-actor = La contraparte no indica qué tipo de institución es
unstated-partner-languages = La contraparte no indica en qué idiomas trabaja
unstated-partner-country = La contraparte no indica su país
unstated-text = No hay texto que comparar
unstated-theme = No hay temas que comparar
unstated-eligibility = No se sabe qué países pueden postular
unstated-kind = No se sabe si el tipo de cooperación sirve
unstated-lead-time = No se sabe cuánto plazo queda
unstated-level = No se sabe si las contrapartes son del mismo nivel
unstated-tie = No se conocen vínculos previos
unstated-amount = No hay montos que comparar
unstated-language = No hay idiomas que comparar
unstated-freshness = No se sabe cuándo se publicó
unstated-profile-zones = No pertenece a ninguna zona prioritaria
unstated-zone = No se sabe si pertenece a una zona prioritaria

## Motivos de exclusión
gate-closed = Cerró el { $date }
gate-ineligible = { $country } no puede postular
gate-ineligible-quoted = { $country } no puede postular: «{ $quote }»
gate-outbound = Es una oferta de la región hacia el exterior
gate-withdrawn = Retirada

## Calificación
band-strong = fuerte
band-possible = posible
band-weak = débil

## Disponibilidad
availability-open = { $days ->
    [0] Cierra hoy
    [one] Cierra mañana
   *[other] Cierra en { $days } días ({ $date })
}
availability-rolling = Abierta todo el año
availability-forthcoming = Aún no abre
availability-forthcoming-opens = Abre el { $date }
availability-closed = Cerró el { $date }
availability-unknown = Sin fecha de cierre conocida

## Montos
amount-range = { $currency } { $min } a { $max }
amount-up-to = hasta { $currency } { $max }
amount-from = desde { $currency } { $min }
amount-exactly = { $currency } { $max }
amount-per-project = { $amount } por proyecto
amount-per-person = { $amount } por persona
amount-total = { $amount } en total

## Fechas y listas
date = { $day } de { $month } de { $year }
month-1 = enero
month-2 = febrero
month-3 = marzo
month-4 = abril
month-5 = mayo
month-6 = junio
month-7 = julio
month-8 = agosto
month-9 = septiembre
month-10 = octubre
month-11 = noviembre
month-12 = diciembre

## Idiomas
language-es = español
language-en = inglés
language-fr = francés
language-pt = portugués
language-de = alemán
language-it = italiano
language-zh = chino
language-ja = japonés
language-ko = coreano
language-und = idioma no determinado

## Tipos de cooperación
kind-grant = financiamiento
kind-scholarship = beca o movilidad
kind-technical-assistance = asistencia técnica
kind-training = curso de capacitación
kind-exchange-of-experience = intercambio de experiencias
kind-joint-research = investigación conjunta
kind-cultural-exchange = intercambio cultural
kind-twinning = hermanamiento
kind-equipment-donation = donación de equipamiento
kind-triangular-cooperation = cooperación triangular
kind-network = participación en redes
kind-business-round = rueda de negocios o misión comercial

## Tipos de institución
actor-municipality = municipalidad
actor-municipal-association = asociación de municipalidades
actor-province = gobierno provincial
actor-regional-government = gobierno regional
actor-public-service = servicio público
actor-national-agency = organismo nacional
actor-multilateral = organismo multilateral
actor-university = universidad
actor-research-centre = centro de investigación
actor-school = establecimiento educacional
actor-cultural-institution = institución cultural
actor-ngo = ONG o fundación
actor-community-organisation = organización comunitaria
actor-firm = empresa o cooperativa
actor-chamber = cámara o gremio
actor-person = persona natural

## Niveles
level-local = municipios
level-regional = gobiernos regionales
level-national = organismos nacionales
level-multilateral = organismos multilaterales
level-academic = instituciones académicas
level-civil = sociedad civil y cultura
level-private = empresas y gremios
level-individual = personas naturales

## Vínculos
tie-agreement = convenio de cooperación
tie-twinning = hermanamiento o convenio de amistad
tie-network = comité o red en común
tie-joint-work = trabajo conjunto
tie-contact = contacto

## Veredictos
verdict-yes = puede postular
verdict-no = no puede postular
verdict-unknown = no se sabe

## Desafíos del territorio
challenge-production = producción y empleo
challenge-social = social
challenge-environmental = ambiental
challenge-territorial = territorial
challenge-cultural = cultural
challenge-institutional = institucional

## Experiencia como contraparte
experience-none = sin experiencia como contraparte
experience-some = ha participado como contraparte
experience-experienced = ha liderado como contraparte

## Componentes del puntaje
component-text = palabras
component-theme = temas
component-eligibility = elegibilidad
component-kind = tipo de cooperación
component-lead-time = plazo
component-level = nivel de la contraparte
component-tie = vínculo previo
component-amount = monto
component-language = idioma
component-freshness = actualidad
component-zone = zona prioritaria

## Las fuentes
source-fresh = { $days ->
    [0] Fuente { $name }: leída hoy
    [one] Fuente { $name }: leída ayer
   *[other] Fuente { $name }: leída hace { $days } días
}
source-stale = { $days ->
    [one] Fuente { $name } sin actualizar desde ayer
   *[other] Fuente { $name } sin actualizar hace { $days } días
}
source-quiet = Fuente { $name } sin novedades hace { $days } días: puede haber dejado de publicarse
source-never = Fuente { $name }: todavía no se ha podido leer
also-published = También publicada por { $source }
also-published-before = Publicada antes también por { $source } (ya no figura allí)
