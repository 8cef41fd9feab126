# Lo que escribe la consola.
table-rank = N.º
table-score = Puntaje
table-match = Coincidencia
table-when = Plazo y monto
table-why = Por qué
table-rank-without = sin zona: { $rank }.º
table-nothing = Ninguna coincidencia.
table-kept-out = Quedaron fuera:
table-foot = Perfil { $profile } · índice en la posición { $sequence } · { $scored ->
    [one] una candidata evaluada
   *[other] { $scored } candidatas evaluadas
}
demo-loaded =
    Datos de demostración en { $folder }: { $offers ->
        [one] una oferta
       *[other] { $offers } ofertas
    } de { $publishers ->
        [one] un publicador
       *[other] { $publishers } publicadores
    }, { $needs ->
        [one] una necesidad
       *[other] { $needs } necesidades
    } y { $partners ->
        [one] un socio
       *[other] { $partners } socios
    }.
demo-need = Necesidad · { $place }: { $title } ({ $id })
serve-places =
    { $url }/            páginas
    { $url }/docs/       documentación de la API, para recorrer y probar
    { $url }/v1/         API
    Se detiene con Ctrl-C.
lexicon-no-word = «{ $text }» no contiene ninguna palabra con significado propio.
lexicon-unknown = El léxico no la traduce.
lexicon-synonyms = Cercanas en la misma lengua (ida y vuelta):
lexicon-foot = Léxico { $digest } · { $words } palabras · { $translations } traducciones · { $phrases } frases; se muestran raíces, no palabras enteras

explain-part = Parte
explain-value = Valor
explain-weight = Peso
explain-contribution = Aporte
explain-unknown = sin dato
explain-rank = Lugar { $rank }; sin la preferencia de zona, lugar { $without }

duplicates-clusters = { $count ->
    [0] Ninguna oferta tiene varios registros.
    [one] Una oferta con varios registros.
   *[other] { $count } ofertas con varios registros.
}
duplicates-judgements = { $count ->
    [0] Nadie ha juzgado nada.
    [one] Un juicio.
   *[other] { $count } juicios.
}
duplicates-none-unsure = No hay pares por decidir.
duplicates-alone = { $id } no comparte oferta con ningún otro registro
duplicates-unknown = { $id }: no hay ninguna oferta guardada con ese identificador; «matcher duplicates list» las muestra
duplicates-verdict-same = la misma
duplicates-verdict-unsure = por decidir
duplicates-verdict-different = distintas
duplicates-field-identifier = identificador
duplicates-field-address = dirección
duplicates-field-title = título
duplicates-field-edition = edición
duplicates-field-text = texto
duplicates-field-deadline = plazo
duplicates-field-amount = monto
duplicates-field-publisher = publicador
duplicates-field-country = país
duplicates-field-eligibility = países admitidos
duplicates-field-source = fuente
duplicates-one-source = misma fuente, identificadores distintos: { $source }
duplicates-text-share = el { $percent } % del más corto figura en el otro
duplicates-finding-agrees = coincide
duplicates-finding-near = se parece
duplicates-finding-differs = difiere
duplicates-why-only-one = nadie más lo dice
duplicates-why-unanimous = todas dicen lo mismo
duplicates-why-editorial = lo dice el equipo
duplicates-why-standing = su fuente es la más cercana a quien ofrece
duplicates-why-stated = lo declara la fuente; las demás, el texto
duplicates-why-fuller = dice más
duplicates-why-recent = se dijo al último
duplicates-why-first-by-id = nada las distingue: es la primera por identificador
duplicates-withdrawn = retirado
duplicates-judged-same = Juicio { $id }: son la misma oferta { $records } ({ $by }, { $at }): { $because }
duplicates-judged-different = Juicio { $id }: son ofertas distintas { $records } ({ $by }, { $at }): { $because }
duplicates-taken-back = — sin efecto ({ $by }, { $at }): { $because }
