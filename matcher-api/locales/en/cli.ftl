# What the console writes.
table-rank = No.
table-score = Score
table-match = Match
table-when = Closing and amount
table-why = Why
table-rank-without = without zones: { $rank }
table-nothing = No match.
table-kept-out = Left out:
table-foot = Profile { $profile } · index at position { $sequence } · { $scored ->
    [one] one candidate scored
   *[other] { $scored } candidates scored
}
demo-loaded =
    Demo data in { $folder }: { $offers ->
        [one] one offer
       *[other] { $offers } offers
    } of { $publishers ->
        [one] one publisher
       *[other] { $publishers } publishers
    }, { $needs ->
        [one] one need
       *[other] { $needs } needs
    } and { $partners ->
        [one] one partner
       *[other] { $partners } partners
    }.
demo-need = Need · { $place }: { $title } ({ $id })
serve-places =
    { $url }/            pages
    { $url }/docs/       API, to browse and try
    { $url }/v1/         API
    Ctrl-C stops it.
lexicon-no-word = “{ $text }” holds no word with a meaning of its own.
lexicon-unknown = The lexicon does not translate it.
lexicon-synonyms = Near in the same language (there and back):
lexicon-foot = Lexicon { $digest } · { $words } words · { $translations } translations · { $phrases } phrases; stems are shown, not whole words

explain-part = Part
explain-value = Value
explain-weight = Weight
explain-contribution = Contribution
explain-unknown = unknown
explain-rank = Place { $rank }; without the zone preference, place { $without }

duplicates-clusters = { $count ->
    [0] No offer has several records.
    [one] One offer of several records.
   *[other] { $count } offers of several records.
}
duplicates-judgements = { $count ->
    [0] Nobody has judged anything.
    [one] One judgement.
   *[other] { $count } judgements.
}
duplicates-none-unsure = No pairs to decide on.
duplicates-alone = { $id } shares its offer with no other record
duplicates-unknown = { $id }: no offer is stored under this id; "matcher duplicates list" shows them
duplicates-verdict-same = the same
duplicates-verdict-unsure = to be decided
duplicates-verdict-different = different
duplicates-field-identifier = identifier
duplicates-field-address = address
duplicates-field-title = title
duplicates-field-edition = edition
duplicates-field-text = text
duplicates-field-deadline = deadline
duplicates-field-amount = amount
duplicates-field-publisher = publisher
duplicates-field-country = country
duplicates-field-eligibility = eligible countries
duplicates-field-source = source
duplicates-one-source = the same source, different identifiers: { $source }
duplicates-text-share = { $percent }% of the shorter one stands in the other
duplicates-finding-agrees = agrees
duplicates-finding-near = is alike
duplicates-finding-differs = differs
duplicates-why-only-one = nobody else says it
duplicates-why-unanimous = all say the same
duplicates-why-editorial = staff say so
duplicates-why-standing = its source is nearest to whoever offers
duplicates-why-stated = the source states it; the others' was read from prose
duplicates-why-fuller = it says more
duplicates-why-recent = it was said last
duplicates-why-first-by-id = nothing tells them apart: the first by id
duplicates-withdrawn = withdrawn
duplicates-judged-same = Judgement { $id }: the same offer { $records } ({ $by }, { $at }): { $because }
duplicates-judged-different = Judgement { $id }: different offers { $records } ({ $by }, { $at }): { $because }
duplicates-taken-back = — taken back ({ $by }, { $at }): { $because }
