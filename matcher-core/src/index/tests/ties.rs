//! Who is tied to whom belongs to a point of the index, as what is found there does.

use super::harness::*;
use crate::index::{Entry, Snapshot};
use crate::model::*;
use crate::score::Ties;

fn chubut(id: &str, kinds: &[TieKind]) -> Record<Partner> {
    let tie = |kind: &TieKind| Tie {
        territory: "CL-AI".parse().expect("a territory"),
        kind: *kind,
        since: Some(jiff::civil::date(2012, 5, 1)),
        until: None,
        note: Some("Comité de Integración".to_owned()),
    };
    record(
        id,
        Partner {
            name: Some(localized("es", "Provincia del Chubut")),
            description: Some(localized("es", "Agua potable rural.")),
            actor: Some(ActorKind::Province),
            country: Some("AR".parse().expect("a country")),
            territory: Some("AR-U".parse().expect("a territory")),
            ties: (!kinds.is_empty()).then(|| kinds.iter().map(tie).collect()),
            ..Partner::default()
        },
    )
}

fn apply(bench: &Bench, partners: &[Record<Partner>], upto: u64) -> Snapshot {
    let mut writer = bench.folder.writer().expect("a writer");
    partners.iter().for_each(|partner| writer.apply(Entry::Partner(&partner.shown())).expect("applies"));
    writer.commit(Sequence(upto)).expect("commits");
    bench.folder.reader().expect("a reader").snapshot()
}

fn of(partners: &[Record<Partner>]) -> Ties {
    Ties::from_partners(partners.iter().map(|record| (&record.id, &record.stated.values)))
}

#[test]
fn a_point_of_the_index_keeps_the_ties_it_was_made_with() {
    let bench = Bench::empty();
    let before = bench.folder.reader().expect("a reader").snapshot();
    let network = [chubut("p", &[TieKind::Network])];
    let with_network = apply(&bench, &network, 1);
    let agreement = [chubut("p", &[TieKind::Agreement, TieKind::Contact])];
    let with_agreement = apply(&bench, &agreement, 2);
    let without = apply(&bench, &[chubut("p", &[])], 3);
    assert!(before.ties().is_empty());
    assert_eq!(with_network.ties(), &of(&network));
    assert_eq!(with_agreement.ties(), &of(&agreement));
    assert!(without.ties().is_empty());
}

#[test]
fn ties_end_with_the_partner_and_come_back_after_a_restart() {
    let bench = Bench::empty();
    let (stays, goes) = (chubut("stays", &[TieKind::Contact]), chubut("goes", &[TieKind::Agreement]));
    apply(&bench, &[stays.clone(), goes.clone()], 2);
    apply(&bench, &[withdrawn(goes)], 3);
    let bench = bench.reopened();
    assert_eq!(bench.folder.reader().expect("a reader").snapshot().ties(), &of(&[stays]));
}

#[test]
fn the_order_in_which_partners_were_written_shows_nowhere() {
    let partners: Vec<_> = ["a", "b", "c", "d"].map(|id| chubut(id, &[TieKind::Contact])).into();
    let (together, apart) = (Bench::empty(), Bench::empty());
    let at_once = apply(&together, &partners, 4);
    for (at, partner) in partners.iter().rev().enumerate() {
        apply(&apart, std::slice::from_ref(partner), at as u64 + 1);
    }
    let one_by_one = apart.folder.reader().expect("a reader").snapshot();
    assert_eq!(at_once.ties(), one_by_one.ties());
}
