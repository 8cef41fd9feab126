# Sentences that explain a match. Used by the API, the console and the pages.

## Known reasons
reason-words = { $count ->
    [one] Word in common: { $words }
   *[other] Words in common: { $words }
}
reason-words-loose = { $count ->
    [one] Word that is only alike or related: { $words }
   *[other] Words that are only alike or related: { $words }
}
quoted = “{ $text }”
reason-word-pair = “{ $need }” (with “{ $offer }”)
reason-subjects = { $count ->
    [one] Subject in common: { $subjects }
   *[other] Subjects in common: { $subjects }
}
reason-subject-pair = { $need } (with { $offer })
reason-themes = { $count ->
    [one] Shared theme: { $themes }
   *[other] Shared themes: { $themes }
}
reason-themes-none = No shared theme: { $need } needed, while { $offer } is offered
reason-themes-none-partner = No shared theme: { $need } needed, while the partner works on { $offer }
reason-themes-deduced-need = { $text } (the need states no themes: they were read out of its text)
reason-themes-deduced-offer = { $text } (the offer states no themes: they were read out of its text)
reason-themes-deduced-offer-partner = { $text } (the partner states no themes: they were read out of its text)
reason-eligible-yes = { $country } may apply
reason-eligible-yes-quoted = { $country } may apply: “{ $quote }”
reason-eligible-no = { $country } may not apply
reason-eligible-no-quoted = { $country } may not apply: “{ $quote }”
reason-eligible-unknown = It is not known whether { $country } may apply
reason-eligible-unknown-quoted = It is not known whether { $country } may apply; the text says: “{ $quote }”
reason-applicant-admitted = This kind of institution is among the applicants admitted
reason-applicant-refused = This kind of institution is not among the applicants admitted
reason-kinds = { $count ->
    [one] Kind of cooperation wanted: { $kinds }
   *[other] Kinds of cooperation wanted: { $kinds }
}
reason-kinds-none = Another kind of cooperation: wanted { $need }; offered { $offer }
reason-kinds-none-partner = Another kind of cooperation: wanted { $need }; the partner practises { $offer }
reason-lead-days = { $left ->
    [0] Closes today; an application is estimated to take { $needed } days to prepare
    [one] Closes tomorrow; an application is estimated to take { $needed } days to prepare
   *[other] Closes in { $left } days ({ $date }); an application is estimated to take { $needed } to prepare
}
reason-lead-rolling = There is time to prepare an application: it is estimated to take { $needed } days
reason-levels-same = Counterparts on the same level: { $need }
reason-levels-other = Counterparts on different levels: { $need }, facing { $offer }
reason-tie = Existing tie: { $kind } between { $partner } and { $territory }
reason-amount-offered = Amount offered: { $offered }
reason-amount-both = Amount offered: { $offered }; needed: { $needed }
reason-cofinancing = Co-financing asked: { $asked }%
reason-cofinancing-both = Co-financing asked: { $asked }%; the institution can bring: { $able }%
reason-languages-shared = { $count ->
    [one] The staff work in the offer’s language: { $languages }
   *[other] The staff work in languages of the offer: { $languages }
}
reason-languages-shared-partner = { $count ->
    [one] The staff work in a language of the partner: { $languages }
   *[other] The staff work in languages of the partner: { $languages }
}
reason-languages-none = Languages of the offer: { $offer }; languages of the staff: { $staff }
reason-languages-none-partner = Languages of the partner: { $offer }; languages of the staff: { $staff }
reason-languages-only = Languages of the offer: { $offer }
reason-languages-only-partner = Languages of the partner: { $offer }
reason-freshness = { $days ->
    [0] Published today
    [one] Published yesterday
   *[other] Published { $days } days ago ({ $date })
}
reason-freshness-ahead = Publication date: { $date }
reason-zone = Priority zone: { $zone } – { $place }; priority { $priority }%

## What is not known
unstated-need = The need states no { $what }
unstated-need-themes = themes
unstated-need-kinds = kind of cooperation
unstated-need-territory = territory
unstated-need-institution-kind = kind of institution
unstated-need-languages = languages of the staff
unstated-need-amount = amount
unstated-need-co-financing-percent = possible co-financing
unstated-offer-themes = The offer names no theme
unstated-offer-kinds = The offer does not say what kind of cooperation it is
unstated-offer-deadlines = The offer gives no closing date
unstated-offer-applicants = The offer does not say who may apply
unstated-offer-eligibility = The offer does not say which countries may apply
unstated-offer-publisher-kind = The offer does not say what kind of institution publishes it
unstated-offer-languages = The offer does not say in which languages one may apply
unstated-offer-amount = The offer names no amount
unstated-offer-co-financing-percent = The offer does not say whether it asks for co-financing
unstated-offer-published = The offer does not say when it was published
unstated-offer-country = The offer does not say which country it comes from
unstated-partner-themes = The partner names no theme
unstated-partner-kinds = The partner does not say which kinds of cooperation it practises
unstated-partner-actor = The partner does not say what kind of institution it is
unstated-partner-languages = The partner does not say in which languages it works
unstated-partner-country = The partner does not name its country
unstated-text = There is no text to compare
unstated-theme = There are no themes to compare
unstated-eligibility = It is not known which countries may apply
unstated-kind = It is not known whether the kind of cooperation suits
unstated-lead-time = It is not known how much time is left
unstated-level = It is not known whether the counterparts are on the same level
unstated-tie = No earlier ties are known
unstated-amount = There are no amounts to compare
unstated-language = There are no languages to compare
unstated-freshness = It is not known when it was published
unstated-profile-zones = It belongs to no priority zone
unstated-zone = It is not known whether it belongs to a priority zone

## Reasons for leaving out
gate-closed = Closed on { $date }
gate-ineligible = { $country } may not apply
gate-ineligible-quoted = { $country } may not apply: “{ $quote }”
gate-outbound = An offer of the region to others
gate-withdrawn = Withdrawn

## Rating
band-strong = strong
band-possible = possible
band-weak = weak

## Availability
availability-open = { $days ->
    [0] Closes today
    [one] Closes tomorrow
   *[other] Closes in { $days } days ({ $date })
}
availability-rolling = Open all year
availability-forthcoming = Not open yet
availability-forthcoming-opens = Opens on { $date }
availability-closed = Closed on { $date }
availability-unknown = No known closing date

## Amounts
amount-range = { $currency } { $min } to { $max }
amount-up-to = up to { $currency } { $max }
amount-from = from { $currency } { $min }
amount-exactly = { $currency } { $max }
amount-per-project = { $amount } per project
amount-per-person = { $amount } per person
amount-total = { $amount } in all

## Dates and lists
date = { $day } { $month } { $year }
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December

## Languages
language-es = Spanish
language-en = English
language-fr = French
language-pt = Portuguese
language-de = German
language-it = Italian
language-zh = Chinese
language-ja = Japanese
language-ko = Korean
language-und = undetermined language

## Kinds of cooperation
kind-grant = funding
kind-scholarship = scholarship or mobility
kind-technical-assistance = technical assistance
kind-training = training course
kind-exchange-of-experience = exchange of experience
kind-joint-research = joint research
kind-cultural-exchange = cultural exchange
kind-twinning = twinning
kind-equipment-donation = donation of equipment
kind-triangular-cooperation = triangular cooperation
kind-network = network membership
kind-business-round = business round or trade mission

## Kinds of institution
actor-municipality = municipality
actor-municipal-association = association of municipalities
actor-province = provincial government
actor-regional-government = regional government
actor-public-service = public service
actor-national-agency = national body
actor-multilateral = multilateral body
actor-university = university
actor-research-centre = research centre
actor-school = school
actor-cultural-institution = cultural institution
actor-ngo = NGO or foundation
actor-community-organisation = community organisation
actor-firm = firm or cooperative
actor-chamber = chamber or trade association
actor-person = individual

## Levels
level-local = municipalities
level-regional = regional governments
level-national = national bodies
level-multilateral = multilateral bodies
level-academic = academic institutions
level-civil = civil society and culture
level-private = firms and trade associations
level-individual = individuals

## Ties
tie-agreement = cooperation agreement
tie-twinning = twinning or friendship agreement
tie-network = shared committee or network
tie-joint-work = joint work
tie-contact = contact

## Verdicts
verdict-yes = may apply
verdict-no = may not apply
verdict-unknown = not known

## Challenges of the territory
challenge-production = production and employment
challenge-social = social
challenge-environmental = environmental
challenge-territorial = territorial
challenge-cultural = cultural
challenge-institutional = institutional

## Experience as counterpart
experience-none = no experience as counterpart
experience-some = has taken part as counterpart
experience-experienced = has led as counterpart

## Components of the score
component-text = words
component-theme = themes
component-eligibility = eligibility
component-kind = kind of cooperation
component-lead-time = lead time
component-level = counterpart level
component-tie = earlier tie
component-amount = amount
component-language = language
component-freshness = freshness
component-zone = priority zone

## Sources
source-fresh = { $days ->
    [0] Source { $name }: read today
    [one] Source { $name }: read yesterday
   *[other] Source { $name }: read { $days } days ago
}
source-stale = { $days ->
    [one] Source { $name } not updated since yesterday
   *[other] Source { $name } not updated for { $days } days
}
source-quiet = Source { $name } unchanged for { $days } days: it may have stopped publishing
source-never = Source { $name }: not read yet
also-published = Also published by { $source }
also-published-before = Formerly also published by { $source } (no longer listed there)
