//! The labelled offers of `fixtures/judgements/extraction.tsv` as a harvest stores them: read by their sources' adapters,
//! completed, and compared with the labels. What matcher-core measures on raw records, this measures on the whole way.

use std::collections::BTreeMap;

use jiff::civil::date;
use matcher_core::model::{ActorKind, Draft, Offer, Verdict};
use matcher_harvest::complete::complete;
use matcher_harvest::pipeline::gather;
use matcher_harvest::replay;
use matcher_harvest::source::Source;

use crate::support::{corpus, root};

/// Less than this is rounding.
const TOLERANCE: f64 = 0.002;

/// What may not grow: answers «yes» where the label says «no».
const ACCEPTED_WRONG_YES: u32 = 1;

fn offers_of(file: &str) -> Option<Vec<Draft<Offer>>> {
    let corpus = corpus()?;
    let shipped = Source::shipped().expect("sources");
    let reads = |source: &&Source| {
        replay::find_files(source, &corpus).is_ok_and(|files| files.contains(&corpus.join(file)))
    };
    // A snapshot is of a source whose recordings lie elsewhere.
    let named = |source: &&Source| file.contains("boa_aragon") && source.id.as_str() == "boa-aragon";
    let source = shipped.iter().find(reads).or_else(|| shipped.iter().find(named))?;
    let payload = replay::read_file(&corpus.join(file), source).expect("a recording");
    let mut offers = gather(source, std::slice::from_ref(&payload)).expect(file).offers;
    if file.ends_with("eu_grants_feed.json") {
        call_by_reference(&mut offers, &payload.bytes);
    }
    Some(offers)
}

/// Labels name calls of external action by the feed's reference, which is no identity.
fn call_by_reference(offers: &mut [Draft<Offer>], bytes: &[u8]) {
    let document: serde_json::Value = serde_json::from_slice(bytes).expect("JSON");
    for grant in document["grants"].as_array().expect("grants") {
        let (Some(id), Some(identifier)) = (grant["id"].as_str(), grant["identifier"].as_str()) else {
            continue;
        };
        let offer = offers.iter_mut().find(|offer| offer.external_id == identifier);
        if let Some(offer) = offer.filter(|_| id.contains("PROSPECTS")) {
            id.clone_into(&mut offer.external_id);
        }
    }
}

/// Records whose number stands only in a script of their page.
const NUMBERED: &[(&str, &str)] = &[("19215", "Edital n. 01/2026"), ("19216", "PROCESSO SELETIVO PPG 2026")];

/// The offer that a label names, by id, by a part of its id or address, or by its place.
fn find<'o>(offers: &'o [Draft<Offer>], record: &str) -> Option<&'o Draft<Offer>> {
    let record = NUMBERED.iter().find(|(number, _)| *number == record).map_or(record, |(_, name)| *name);
    let place = record.strip_prefix('/').and_then(|place| place.parse::<usize>().ok());
    if record == "-" || place.is_some() {
        return offers.get(place.unwrap_or_default());
    }
    let number: String = record.chars().take_while(char::is_ascii_digit).collect();
    let names: Vec<String> =
        vec![record.to_owned(), format!("#{number}"), record.trim_end_matches("en").to_owned()];
    let exact = offers.iter().find(|offer| offer.external_id == record);
    exact.or_else(|| {
        offers.iter().find(|offer| {
            let url = offer.values.url.as_ref().map(ToString::to_string).unwrap_or_default();
            (number.len() > 3 && record.contains("CALL") && offer.external_id.ends_with(&names[1]))
                || offer.external_id.contains(record)
                || url.contains(record)
        })
    })
}

/// What an IATI activity's last day is called: it says when there is nothing left to ask for, and is no day to apply by.
const END: &str = "end of the activity";

fn deadlines(offer: &Offer) -> String {
    let to_apply_by = offer.deadlines.iter().flatten().filter(|one| one.label.as_deref() != Some(END));
    let days: Vec<String> = to_apply_by.map(|one| one.date.to_string()).collect();
    match offer.rolling {
        _ if !days.is_empty() => days.join("|"),
        Some(true) => "rolling".to_owned(),
        _ => "none".to_owned(),
    }
}

/// The upper end and its currency: a source's «budget» says no more, and the score asks no more.
fn amount(offer: &Offer) -> String {
    let Some(money) = &offer.amount else { return "none".to_owned() };
    let end = money.max.or(money.min).map(|end| end.round().to_string()).unwrap_or_default();
    format!("{end} {}", money.currency.code())
}

fn upper_end(label: &str) -> String {
    let Some((range, currency)) = label.split_once(' ') else { return label.to_owned() };
    let (least, most) = range.split_once("..").unwrap_or((range, range));
    format!("{} {currency}", if most.is_empty() { least } else { most })
}

/// May such a body of Chile take part?
fn chilean(offer: &Offer, kinds: &[ActorKind]) -> &'static str {
    let verdict = offer.eligibility.as_ref().map_or(Verdict::Unknown, |all| all[0].verdict);
    let shut_out =
        offer.applicants.as_ref().is_some_and(|listed| !kinds.iter().any(|kind| listed.contains(kind)));
    match verdict {
        Verdict::No => "n",
        _ if shut_out => "n",
        Verdict::Yes => "y",
        Verdict::Unknown => "u",
    }
}

#[derive(Default, Clone, Copy)]
struct Count {
    right: u32,
    given: u32,
    labelled: u32,
}

impl Count {
    fn share(self, of: u32) -> f64 {
        f64::from(self.right) / f64::from(of.max(1))
    }
}

#[test]
fn labelled_offers_as_harvested() {
    if corpus().is_none() {
        return;
    }
    let labels = std::fs::read_to_string(root().join("fixtures/judgements/extraction.tsv")).expect("labels");
    let shown = std::env::var("SHOW_ERRORS").unwrap_or_default();
    let mut files: BTreeMap<String, Vec<Draft<Offer>>> = BTreeMap::new();
    let mut counts: BTreeMap<&str, Count> = BTreeMap::new();
    let (mut wrong_yes, mut missing) = (0, Vec::new());
    for line in labels.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [file, record, _, closes, opens, money, _, municipality, university, ..] = cells[..] else {
            panic!("{line}")
        };
        let offers = files.entry(file.to_owned()).or_insert_with(|| offers_of(file).unwrap_or_default());
        let Some(offer) = find(offers, record) else {
            missing.push(format!("{file} {record}"));
            continue;
        };
        let mut completed = vec![offer.clone()];
        // The whole of a large table would take minutes to read.
        complete(&mut completed, date(2026, 8, 21));
        let offer = &completed[0];
        let values = &offer.values;
        let opened = values.opens.map_or("none".to_owned(), |day| day.to_string());
        let town = chilean(values, &[ActorKind::Municipality, ActorKind::RegionalGovernment]);
        let study = chilean(values, &[ActorKind::University, ActorKind::ResearchCentre]);
        for (field, given, label, silent) in [
            ("deadline", deadlines(values).as_str(), closes, "none"),
            ("opens", opened.as_str(), opens, "none"),
            ("amount", amount(values).as_str(), upper_end(money).as_str(), "none"),
            ("municipality", town, municipality, "u"),
            ("university", study, university, "u"),
        ] {
            let count = counts.entry(field).or_default();
            count.right += u32::from(given != silent && given == label);
            count.given += u32::from(given != silent);
            count.labelled += u32::from(label != silent);
            wrong_yes += u32::from(given == "y" && label == "n");
            if given != label && shown.contains(field) {
                let rule = values.eligibility.as_ref().map(|all| (&all[0].rule, &all[0].quote));
                let said = offer.evidence.get(match field {
                    "deadline" => "deadlines",
                    "opens" => "opens",
                    "amount" => "amount",
                    _ => "applicants",
                });
                eprintln!(
                    "WRONG {field} {file} {record}: {given} for {label} | {rule:?} | {:?} {said:?}",
                    values.applicants
                );
            }
        }
    }
    eprintln!("not among what the sources read: {missing:?}");
    assert!(missing.len() <= 1, "an award is no offer; all others are read: {missing:?}");
    for (field, count) in &counts {
        eprintln!(
            "{field:14} precision {:.3} recall {:.3} ({}/{}/{})",
            count.share(count.given),
            count.share(count.labelled),
            count.right,
            count.given,
            count.labelled
        );
    }
    eprintln!("wrong yes: {wrong_yes}");
    let accepted =
        std::fs::read_to_string(root().join("fixtures/judgements/harvested.json")).expect("figures");
    let accepted: BTreeMap<String, (f64, f64)> = serde_json::from_str(&accepted).expect("figures");
    assert_eq!(accepted.len(), counts.len());
    for (field, count) in counts {
        let (precision, recall) = accepted[field];
        assert!(
            count.share(count.given) >= precision - TOLERANCE,
            "precision of {field} fell below {precision}"
        );
        assert!(count.share(count.labelled) >= recall - TOLERANCE, "recall of {field} fell below {recall}");
    }
    assert!(wrong_yes <= ACCEPTED_WRONG_YES, "{wrong_yes} wrong answers «yes»");
}
