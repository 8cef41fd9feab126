//! Organisations by name, and the share of a public test set that is found.

use std::path::Path;

use serde_json::Value;

use super::*;

fn organisation(id: &str, names: &[&str], city: &str, country: &str) -> Organisation {
    Organisation {
        id: id.to_owned(),
        names: names.iter().map(|name| (*name).to_owned()).collect(),
        city: Some(city.to_owned()),
        country: country.parse().ok(),
    }
}

#[test]
fn names_aliases_acronyms_and_slips_of_the_pen_meet() {
    let index = OrganisationIndex::of(vec![
        organisation(
            "ciep",
            &["Centro de Investigación en Ecosistemas de la Patagonia", "CIEP"],
            "Coyhaique",
            "CL",
        ),
        organisation("um", &["University of Montana", "UM"], "Missoula", "US"),
        organisation("uco", &["Universidad de Córdoba", "University of Cordoba"], "Córdoba", "ES"),
        organisation(
            "unc",
            &["Universidad Nacional de Córdoba", "National University of Córdoba"],
            "Córdoba",
            "AR",
        ),
        organisation("usi", &["Università degli Studi di Siena", "University of Siena"], "Siena", "IT"),
    ]);
    for (text, id) in [
        ("Centro de Investigación en Ecosistemas de la Patagonia (CIEP), Coyhaique, Chile", "ciep"),
        ("CIEP, Coyhaique", "ciep"),
        ("Dept. of Geosciences, University of Montana, Missoula, MT, USA", "um"),
        ("Facultad de Medicina, Universidad Nacional de Córdoba, Argentina", "unc"),
        ("Universidad de Córdoba, España", "uco"),
        ("Centro de Investigacion en Ecosistemas de la Patagonnia", "ciep"),
    ] {
        assert_eq!(index.find(text).map(|found| found.organisation.id.as_str()), Some(id), "{text}");
    }
    assert_eq!(index.find("Ministerio de Hacienda"), None);
    assert_eq!(index.find(""), None);
    assert_eq!(index.find_country("Somewhere in Chile").map(|code| code.to_string()).as_deref(), Some("CL"));
}

fn lines(file: &str) -> Option<Vec<Value>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent()?.join("../shared/eval/affiliation-ror");
    let text = std::fs::read_to_string(root.join(file)).ok()?;
    Some(text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect())
}

/// The register of the set writes aliases, then city, region and country: «alias; alias. City, Region, Country».
fn register(lines: &[Value]) -> Vec<Organisation> {
    let text = |line: &Value, key: &str| line[key].as_str().unwrap_or_default().to_owned();
    let read = |line: &Value| {
        let written = text(line, "text");
        let (aliases, place) = written.rsplit_once(". ").unwrap_or(("", &written));
        let aliases = aliases.split(';').map(str::trim).filter(|alias| !alias.is_empty()).map(str::to_owned);
        Organisation {
            id: text(line, "id"),
            names: std::iter::once(text(line, "title")).chain(aliases).collect(),
            city: place.split(", ").next().map(str::to_owned),
            country: text(line, "country").parse().ok(),
        }
    };
    lines.iter().map(read).collect()
}

#[test]
fn affiliations_set() {
    let (Some(corpus), Some(queries)) = (lines("corpus.jsonl"), lines("queries.jsonl")) else {
        eprintln!("skipped: ../shared is absent");
        return;
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the repository");
    let qrels =
        std::fs::read_to_string(root.join("../shared/eval/affiliation-ror/qrels.tsv")).expect("judgements");
    let mut right: HashMap<&str, Vec<&str>> = HashMap::new();
    for line in qrels.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        right.entry(cells[0]).or_default().push(cells[1]);
    }
    let index = OrganisationIndex::of(register(&corpus));
    let (mut met, mut countries, mut asked) = (0u32, 0u32, 0u32);
    for query in &queries {
        let Some(right) = query["id"].as_str().and_then(|id| right.get(id)) else { continue };
        let text = query["text"].as_str().expect("a text");
        let found = index.find(text);
        asked += 1;
        met += u32::from(found.as_ref().is_some_and(|found| right.contains(&found.organisation.id.as_str())));
        let of_organisation = found.and_then(|found| found.organisation.country.clone());
        let country = of_organisation.or_else(|| index.find_country(text));
        let listed = query["countries"].as_array().expect("countries");
        countries += u32::from(country.is_some_and(|code| listed.iter().any(|one| one == code.as_str())));
    }
    let share = |part: u32| f64::from(part) / f64::from(asked);
    eprintln!("organisation {:.4}, country {:.4} of {asked}", share(met), share(countries));
    assert!(share(met) >= 0.77 && share(countries) >= 0.95);
}
