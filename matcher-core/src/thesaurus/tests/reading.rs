//! Vocabularies read, refused and written again.

use proptest::prelude::*;

use super::*;

const HEAD: &str = "@prefix : <urn:matcher:concept:> .\n@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n\
    :culture a skos:Concept ; skos:topConceptOf :scheme ; skos:prefLabel \"cultura\"@es , \"culture\"@en , \
    \"culture\"@fr , \"cultura\"@pt .\n";

/// A concept named by one word in every language.
fn concept(id: &str, broader: &str) -> String {
    format!(
        ":{id} a skos:Concept ; skos:broader :{broader} ;\n  skos:prefLabel \"{id} es\"@es , \"{id} en\"@en , \
         \"{id} fr\"@fr , \"{id} pt\"@pt .\n"
    )
}

fn read(body: &str) -> Result<Thesaurus, ThesaurusError> {
    Thesaurus::from_turtle([("own.ttl", format!("{HEAD}{body}").as_str())])
}

fn refused(body: &str) -> String {
    read(body).expect_err("must be refused").to_string()
}

#[test]
fn the_shipped_thesaurus_is_valid_and_large_enough() {
    let thesaurus = Thesaurus::from_turtle(SHIPPED).unwrap_or_else(|error| panic!("{error}"));
    assert!(thesaurus.concepts().count() >= 1_200);
    assert!(thesaurus.ignored().is_empty(), "{:?}", thesaurus.ignored());
    let themes: Vec<&str> = thesaurus
        .concepts()
        .filter(|concept| concept.is_theme())
        .map(|concept| concept.id.as_str())
        .collect();
    for theme in crate::model::themes() {
        assert!(themes.contains(&theme.id.as_str()), "no concepts under {}", theme.id);
    }
    for concept in thesaurus.concepts() {
        assert!(!thesaurus.themes_of(concept.id.as_str()).is_empty(), "{} has no theme", concept.id);
    }
}

#[test]
fn the_shipped_thesaurus_survives_the_round_trip() {
    let shipped = Thesaurus::shipped();
    let again = Thesaurus::from_turtle([("export.ttl", shipped.to_turtle().as_str())]).expect("valid");
    assert!(&again == shipped);
    assert_eq!(again.digest(), shipped.digest());
    assert_eq!(again.to_turtle(), shipped.to_turtle());
}

#[test]
fn concepts_know_their_neighbours() {
    let body = concept("museums", "culture") + &concept("science-museums", "museums");
    let mapped = ":museums skos:closeMatch <https://codelists.codeforiati.org/Sector/16061> , \
        <http://metadata.un.org/sdg/11.4> , <https://example.org/m> .\n";
    let thesaurus = read(&(body + mapped)).expect("valid");
    let ids = |ids: &[ConceptId]| ids.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(ids(thesaurus.broader("science-museums")), ["museums"]);
    assert_eq!(ids(thesaurus.narrower("culture")), ["museums"]);
    assert!(thesaurus.narrower("no-such").is_empty() && thesaurus.find("no-such").is_none());
    assert_eq!(thesaurus.themes_of("science-museums")[0].as_str(), "culture");
    let inherited: Vec<&Target> =
        thesaurus.mappings_of("science-museums").iter().map(|m| &m.target).collect();
    let expected = [
        Target::Dac("16061".into()),
        Target::Sdg("11.4".into()),
        Target::Other("https://example.org/m".into()),
    ];
    assert_eq!(inherited, expected.iter().collect::<Vec<_>>());
}

#[test]
fn labels_are_told_in_the_readers_language() {
    let extra = ":museums skos:prefLabel \"ruka mapu\"@arn , \"musées\"@fr-CA .\n";
    let thesaurus = read(&(concept("museums", "culture") + extra)).expect("valid");
    let museums = thesaurus.find("museums").expect("there");
    for (reader, label) in [
        ("es-CL", "museums es"),
        ("pt-BR", "museums pt"),
        ("fr-CA", "musées"),
        ("arn", "ruka mapu"),
        ("ja", "museums es"),
    ] {
        assert_eq!(museums.label(&tag(reader)), label, "{reader}");
    }
    let found = found_in(&thesaurus, &mut Analyzer::default(), "Ti ruka mapu", &tag("arn"));
    assert_eq!(found, ["ruka mapu=museums"], "languages without stemmer are found by their words");
}

#[test]
fn another_narrower_is_the_same_as_broader() {
    let body = concept("museums", "culture");
    let turned = body.replace(" skos:broader :culture ;", "") + ":culture skos:narrower :museums .\n";
    assert!(read(&body).expect("valid") == read(&turned).expect("valid"));
}

#[test]
fn the_digest_follows_the_content_not_the_layout() {
    let body = concept("museums", "culture") + &concept("theatre", "culture");
    let moved = concept("theatre", "culture") + "\n# a remark\n" + &concept("museums", "culture");
    let (one, other) = (read(&body).expect("valid"), read(&moved).expect("valid"));
    assert_eq!(one.digest(), other.digest());
    assert_eq!(one.digest().len(), 16);
    let renamed = read(&body.replace("theatre es", "teatro")).expect("valid");
    assert_ne!(one.digest(), renamed.digest());
}

#[test]
fn what_breaks_a_rule_is_told_with_its_line() {
    for (body, expected) in [
        (
            ":museums a skos:Concept ; skos:broader :culture ; skos:prefLabel \"museos\"@es .",
            "own.ttl:4: museums has no prefLabel in en",
        ),
        (&concept("museums", "nowhere"), "own.ttl:4: museums stands under nowhere, which is unknown"),
        (
            &(concept("museums", "culture") + ":museums skos:altLabel \"Cultura\"@es .\n"),
            "names both culture and museums",
        ),
        (&(concept("a", "b") + &concept("b", "c") + &concept("c", "a")), "in a circle: a → b → c → a"),
        (&concept("a", "a"), "in a circle: a → a"),
        (&(concept("below", "a") + &concept("a", "b") + &concept("b", "a")), "in a circle: a → b → a"),
        (
            &concept("museums", "culture").replace("skos:broader :culture ;", ""),
            "museums stands under no other concept",
        ),
        (
            &concept("museums", "culture").replace("skos:broader :culture", "skos:topConceptOf :scheme"),
            "museums is a top concept and no theme",
        ),
        (
            &(concept("museums", "culture") + ":museums skos:topConceptOf :scheme .\n"),
            "is a top concept and stands under culture",
        ),
        (
            &(concept("museums", "culture") + ":museums skos:prefLabel \"otro\"@es .\n"),
            "has two prefLabels in es",
        ),
        (&(concept("museums", "culture") + ":museums skos:altLabel \"museo\" .\n"), "has no language"),
        (
            &(concept("museums", "culture") + ":museums skos:altLabel \"de la\"@es .\n"),
            "has no content word, or more than 12",
        ),
        (&(concept("museums", "culture") + ":museums skos:altLabel \"  \"@es .\n"), "is empty, too long"),
        (
            &(concept("museums", "culture") + ":museums skos:altLabel \"a\\u0007b\"@es .\n"),
            "control characters",
        ),
        (
            &format!(
                "{}:museums skos:altLabel \"{}\"@es .\n",
                concept("museums", "culture"),
                "a".repeat(201)
            ),
            "too long",
        ),
        ("<http://example.org/x> a skos:Concept .", "<http://example.org/x> is no concept"),
        ("[] a skos:Concept .", "without a name"),
        (":Niñez a skos:Concept .", "is not a valid concept id"),
        (":museums skos:prefLabel \"museos\"@es .", "spoken of and nowhere declared"),
        (":museums a skos:Concept", "own.ttl:4: not Turtle"),
        ("culture", "own.ttl:4: not Turtle"),
    ] {
        let told = refused(body);
        assert!(told.contains(expected), "{body}\n{told}");
    }
}

#[test]
fn a_concept_in_two_files_is_refused() {
    let one = format!("{HEAD}{}", concept("museums", "culture"));
    let two = one.replace(HEAD, &HEAD[..HEAD.find(":culture").expect("there")]);
    let told = Thesaurus::from_turtle([("one.ttl", one.as_str()), ("two.ttl", two.as_str())])
        .expect_err("twice")
        .to_string();
    assert!(told.contains("two.ttl:3: the concept museums is in another file too"), "{told}");
}

#[test]
fn malformed_and_huge_vocabularies_are_refused_quickly() {
    let start = std::time::Instant::now();
    for (text, expected) in [
        ("[".repeat(200_000), "odd.ttl:1: not Turtle"),
        (format!("{HEAD}:x skos:broader {} .", "( ".repeat(100_000)), "odd.ttl"),
        (format!("\"{}", "a".repeat(2_000_000)), "not Turtle"),
        ("\u{0}\u{202e}\u{feff}".repeat(1_000), "not Turtle"),
        ("\u{200f}مرحبا ".repeat(1_000), "not Turtle"),
        (" ".repeat(MAX_FILE_BYTES + 1), "more than the"),
        (
            format!("{HEAD}{}", ":x skos:broader :y .\n:z skos:broader :q .\n".repeat(5_000)),
            "which is unknown",
        ),
    ] {
        let told = Thesaurus::from_turtle([("odd.ttl", text.as_str())]).expect_err("refused");
        assert!(told.to_string().contains(expected), "{}", told.problems[0]);
        assert!(told.problems.len() <= MAX_PROBLEMS);
    }
    let many: String = (0..=MAX_CONCEPTS).map(|place| format!(":c{place} a skos:Concept .\n")).collect();
    assert!(refused(&many).contains("more than 50000 concepts"));
    let deep: String =
        (0..3_000).map(|place| concept(&format!("c{}", place + 1), &format!("c{place}"))).collect();
    let thesaurus = read(&(concept("c0", "culture") + &deep)).expect("deep, but valid");
    assert_eq!(thesaurus.themes_of("c3000")[0].as_str(), "culture");
    assert!(thesaurus.to_turtle().contains(":c3000 a"));
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}

/// A label that is no other's: any text, and a word with its number.
fn label() -> impl Strategy<Value = String> {
    "[ -~áéñçüß\"\\\\漢字مرحبا\u{301}]{0,12}"
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn what_is_written_is_read_again(
        concepts in prop::collection::vec((any::<prop::sample::Index>(), prop::collection::vec(label(), 6)), 1..12)
    ) {
        let mut body = String::new();
        for (place, (parent, labels)) in concepts.iter().enumerate() {
            let parent = match parent.index(place + 1) { 0 => "culture".to_owned(), p => format!("c{}", p - 1) };
            let quoted = |text: &str| text.replace('\\', "\\\\").replace('"', "\\\"");
            let named: Vec<String> = ["es", "en", "fr", "pt", "arn", "zh-Hant"].iter().zip(labels)
                .map(|(language, label)| format!("\"{} tema{place}\"@{language}", quoted(label)))
                .collect();
            body += &format!(":c{place} a skos:Concept ; skos:broader :{parent} ; skos:prefLabel {} .\n", named.join(" , "));
        }
        let thesaurus = read(&body).unwrap_or_else(|error| panic!("{error}\n{body}"));
        let again = Thesaurus::from_turtle([("again.ttl", thesaurus.to_turtle().as_str())]).expect("own output");
        prop_assert!(again == thesaurus);
        prop_assert_eq!(again.digest(), thesaurus.digest());
    }

    #[test]
    fn no_text_breaks_the_reading(text in "(\\PC|[:;,.<>\"@\\[\\]()a-z\n]){0,80}") {
        drop(Thesaurus::from_turtle([("odd.ttl", text.as_str())]));
        drop(read(&text));
    }
}
