# What the console writes.
table-rank = No.
table-score = Score
table-match = Match
table-when = Closing and amount
table-why = Why
table-rank-without = without zones: { $rank }
table-nothing = No match.
table-kept-out = Left out:
table-foot = Profile { $profile } · index at position { $sequence } · { $scored } candidates scored
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
table-gaps = Open about the need: { $gaps }
lexicon-no-word = “{ $text }” holds no word with a meaning of its own.
lexicon-unknown = The lexicon does not translate it.
lexicon-synonyms = Near in the same language (there and back):
lexicon-foot = Lexicon { $digest } · { $words } words · { $translations } translations; stems are shown, not whole words

explain-part = Part
explain-value = Value
explain-weight = Weight
explain-contribution = Contribution
explain-unknown = unknown
explain-rank = Place { $rank }; without the zone preference, place { $without }
