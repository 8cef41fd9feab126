//! Vocabularies as people and publishers write them: what is read, and what is said of those that cannot be.

use proptest::prelude::*;

use super::super::{Corpus, Lexicon, MAX_LABEL_CHARS, MAX_LINE_BYTES, VocabularyError, read_vocabulary};
use super::{best, file};

const CONCEPTS: &str = r#"
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix : <urn:x:> .
:water a skos:Concept ; skos:broader :nature ;
  skos:prefLabel "agua"@es , "water"@en , "eau"@fr-CA , "Wasser"@de ;
  skos:altLabel "recurso hídrico"@es , "H2O" ;
  skos:definition "What falls from the sky"@en .
:nature skos:prefLabel "naturaleza"@es ; skos:broader :water .
_:ice skos:prefLabel "hielo"@es , "ice"@en ; skos:altLabel "escarcha"@es .
"#;

/// A document with an entity bomb and a concept that says `said` of itself.
fn rdf(said: &str) -> String {
    format!(
        r#"<?xml version="1.0"?>
<!DOCTYPE rdf:RDF [<!ENTITY lol "lol"><!ENTITY lol9 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:skos="http://www.w3.org/2004/02/skos/core#">
<skos:Concept rdf:about="urn:x:agua">{said}</skos:Concept>
</rdf:RDF>"#
    )
}

fn read(name: &str, text: impl AsRef<[u8]>) -> Result<(usize, Lexicon), VocabularyError> {
    let (_folder, path) = file(name, text);
    let mut corpus = Corpus::default();
    let entries = read_vocabulary(&path, 1, &mut corpus)?;
    Ok((entries, Lexicon::train(&corpus, "", &mut |_, _| ()).expect("what has entries can be learnt from")))
}

fn said(name: &str, text: impl AsRef<[u8]>) -> String {
    read(name, text).map(|(entries, _)| entries).expect_err("not to be read").to_string()
}

#[test]
fn tables_are_read_as_they_come() {
    for text in [
        "es\ten\nagua\twater\n",
        "\u{feff}es\ten\r\nagua\twater\r\n\r\n",
        "note\tes-CL\tEN\nx\tagua\twater",
        "es\ten\tde\nagua\twater\tWasser\nhielo\n\tice\n",
        "es\ten\nagua | aguas\twater/waters\n",
    ] {
        let (entries, lexicon) = read("words.tsv", text).unwrap_or_else(|error| panic!("{text:?}: {error}"));
        assert_eq!(entries, 1, "{text:?}");
        assert_eq!(
            best(&lexicon, "es:agu", "en:").map(|(key, _)| key).as_deref(),
            Some("en:water"),
            "{text:?}"
        );
    }
}

#[test]
fn skos_gives_its_labels_whatever_else_it_holds() {
    for name in ["water.ttl", "WATER.NT"] {
        let (entries, lexicon) = read(name, CONCEPTS).expect("a vocabulary");
        assert_eq!(entries, 2, "a concept in one language alone does not count");
        for (key, language, other) in
            [("es:agu", "en:", "en:water"), ("es:hidric", "fr:", "fr:eau"), ("es:escarch", "en:", "en:ice")]
        {
            assert_eq!(best(&lexicon, key, language).map(|(key, _)| key).as_deref(), Some(other), "{key}");
        }
        assert!(!lexicon.knows("en:sky"), "definitions are no labels");
    }
}

#[test]
fn rdf_xml_gives_its_labels_in_whatever_stripe_they_stand() {
    let text = rdf(r#"<skos:prefLabel xml:lang="es">agua</skos:prefLabel>
        <skos:broader rdf:resource="urn:x:hielo"/>
        <skos:prefLabel xml:lang="fr"><![CDATA[eau]]></skos:prefLabel><skos:prefLabel>no language</skos:prefLabel>
        <skos:altLabel xml:lang="es">recurso h&#xED;drico &amp; agua</skos:altLabel>
        <skos:definition xml:lang="en">What falls from the sky</skos:definition>
        <skos:narrower><skos:Concept xml:lang="es"><skos:prefLabel>hielo</skos:prefLabel>
            <skos:prefLabel xml:lang="en">ice</skos:prefLabel><skos:broader rdf:resource="urn:x:agua"/></skos:Concept>
        </skos:narrower></skos:Concept>
        <rdf:Description rdf:about="urn:x:agua"><skos:prefLabel xml:lang="en">water</skos:prefLabel></rdf:Description>
        <skos:Concept rdf:nodeID="n1"><skos:prefLabel xml:lang="es">sola</skos:prefLabel>"#);
    for name in ["agua.rdf", "AGUA.XML", "agua.owl"] {
        let (entries, lexicon) = read(name, &text).expect("a vocabulary");
        assert_eq!(entries, 2, "a concept in one language alone does not count");
        for (key, language, other) in
            [("es:agu", "en:", "en:water"), ("es:hidric", "fr:", "fr:eau"), ("es:hiel", "en:", "en:ice")]
        {
            assert_eq!(best(&lexicon, key, language).map(|(key, _)| key).as_deref(), Some(other), "{key}");
        }
        assert!(!lexicon.knows("en:sky"), "definitions are no labels");
    }
}

#[test]
fn what_cannot_be_read_is_told_with_its_place_and_remedy() {
    let long = format!("es\ten\nagua\t{}\n", "a".repeat(MAX_LABEL_CHARS + 1));
    let endless = format!("es\ten\nagua\t{}", "a ".repeat(MAX_LINE_BYTES as usize));
    for (name, text, places) in [
        ("w.tsv", "", &["w.tsv", "no entry"][..]),
        ("w.tsv", "es\ten\n", &["no entry"]),
        ("w.tsv", "id\tes\n1\tagua\n", &["line 1", "es, en, fr, pt"]),
        ("w.tsv", "es;en\nagua;water\n", &["line 1", "tabs"]),
        ("w.tsv", "es\ten\tes-CL\nagua\twater\tagua\n", &["line 1", "es twice"]),
        ("w.tsv", "es\ten\nagua\twater\nhielo\tice\tfrost\n", &["line 3", "3 cells", "heading of 2"]),
        ("w.tsv", "es\ten\n\nagua\twa\u{7}ter\n", &["line 3, column 2", "U+0007"]),
        ("w.tsv", &long, &["line 2, column 2", "characters"]),
        ("w.tsv", &endless, &["line 2", "bytes"]),
        ("w.ttl", "", &["no entry"]),
        ("w.ttl", "es\ten\nagua\twater\n", &["line 1", "Turtle"]),
        ("w.ttl", "<urn:x> <urn:p> \"no end", &["line 1", "Turtle"]),
        (
            "w.nt",
            "<urn:x> <http://www.w3.org/2004/02/skos/core#prefLabel> \"a\\u0007\"@es .",
            &["urn:x", "U+0007"],
        ),
        ("w.rdf", "<rdf:RDF/>", &["no entry"]),
        ("w.rdf", "es\ten\nagua\twater\n", &["no entry"]),
        ("w.rdf", "<a><b></a>", &["byte", "RDF/XML"]),
        ("w.xml", "<a><b>", &["byte 6", "ends within an element"]),
        ("w.owl", &"<a>".repeat(100_000), &["byte", "elements stand in one another"]),
        ("w.rdf", &rdf("<skos:prefLabel xml:lang='es'>&lol9;</skos:prefLabel>"), &["&lol9;", "not expanded"]),
        (
            "w.rdf",
            &rdf(&format!("<skos:prefLabel xml:lang='es'>{}</skos:prefLabel>", "a".repeat(20_000))),
            &["urn:x:agua", "characters"],
        ),
        ("w.rdf", &rdf("<skos:prefLabel xml:lang='es'>a&#7;</skos:prefLabel>"), &["urn:x:agua", "U+0007"]),
        ("w.xlsx", "PK", &[".tsv", ".ttl"]),
        ("w", "es\ten\nagua\twater\n", &[".tsv"]),
    ] {
        let said = said(name, text);
        assert!(places.iter().all(|place| said.contains(place)), "{name} {places:?}: {said}");
    }
    let (_folder, path) = file("gone.tsv", "");
    std::fs::remove_file(&path).expect("gone");
    let error = read_vocabulary(&path, 1, &mut Corpus::default()).expect_err("no file").to_string();
    assert!(error.contains("gone.tsv"), "{error}");
}

#[test]
fn other_encodings_are_named() {
    let said_latin = said("w.tsv", b"es\ten\n\xe1rbol\ttree\n");
    assert!(said_latin.contains("line 2") && said_latin.contains("UTF-8"), "{said_latin}");
    let wide: Vec<u8> = "es\ten\nagua\twater\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let said_wide = said("w.tsv", [b"\xff\xfe".as_slice(), &wide].concat());
    assert!(said_wide.contains("line 1") && said_wide.contains("UTF-8"), "{said_wide}");
    let said_turtle =
        said("w.ttl", b"<urn:x> <http://www.w3.org/2004/02/skos/core#prefLabel> \"\xe1rbol\"@es .");
    assert!(said_turtle.contains("line 1"), "{said_turtle}");
}

proptest! {
    /// Whatever a file holds, reading it ends with a count or a reason.
    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300), text in "\\PC{0,200}") {
        for name in ["w.tsv", "w.ttl", "w.nt", "w.rdf"] {
            drop(read(name, &bytes));
            drop(read(name, &text));
            drop(read(name, format!("es\ten\n{text}\n")));
            drop(read(name, format!("{CONCEPTS}{text}")));
            drop(read(name, rdf(&text)));
        }
    }
}

#[test]
fn scripts_without_words_of_ours_are_passed_over() {
    let (_, lexicon) =
        read("w.tsv", "es\ten\tpt\nمياه\t물\t水\n\u{202e}agua\u{202c}\twater\tágua\n").expect("read");
    assert_eq!(best(&lexicon, "es:agu", "en:").map(|(key, _)| key).as_deref(), Some("en:water"));
}

#[test]
fn too_much_text_is_refused_before_memory_runs_out() {
    let words = |letter: char| (0..600).map(|n| format!("{letter}{n}")).collect::<Vec<_>>().join(" ");
    let row = format!("{}\t{}\n", words('a'), words('b'));
    let text = format!("es\ten\n{}", (0..90).map(|n| format!("x{n} {row}")).collect::<String>());
    let (_folder, path) = file("w.tsv", text);
    let mut corpus = Corpus::default();
    read_vocabulary(&path, 1, &mut corpus).expect("each label is short enough");
    let error = Lexicon::train(&corpus, "", &mut |_, _| ()).expect_err("too much").to_string();
    assert!(error.contains("meetings of words") && error.contains("leave some out"), "{error}");
}
