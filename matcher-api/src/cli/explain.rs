//! A match taken apart on a terminal: the parts of its score, the words that met, and the passages that answer.

use comfy_table::{ContentArrangement, Table, presets};
use matcher_core::matching::Match;
use matcher_core::score::{Component, Evidence};

use super::console::plain;
use crate::card::{self, Card, Writing};
use crate::engine::Matched;
use crate::prose::{self, Language, phrase, say};

/// Every match of the answer, in its order.
pub(super) fn of(matched: &Matched, writing: Writing<'_>, columns: u16) -> String {
    let cards = card::cards(matched, writing);
    let pairs = cards.iter().filter_map(|card| {
        let found = matched.answer.matches.iter().find(|found| found.rank == card.rank)?;
        Some(one(card, found, writing.language, columns))
    });
    pairs.collect::<Vec<_>>().join("\n")
}

fn one(card: &Card, found: &Match, language: Language, columns: u16) -> String {
    let mut text = format!("\n{}. {}\n", card.rank, plain(&card.facts.title.text));
    text += &format!("{}\n", parts(&found.explanation.components, language, columns));
    for component in &found.explanation.components {
        if let Evidence::Words { words, .. } = &component.evidence {
            for word in words {
                let share = format!("{:3.0} %", word.share * 100.0);
                text += &format!("  {share}  {} → {}\n", plain(&word.need), plain(&word.offer));
            }
        }
    }
    for passage in &card.passages {
        let marked = passage
            .parts
            .iter()
            .map(|(part, answers)| if *answers { format!("[{part}]") } else { part.clone() });
        // Made plain as a whole: a part alone would lose the blanks at its ends.
        text += &format!("  ({}) {}\n", passage.language, plain(&marked.collect::<String>()));
    }
    text + &phrase(language, "explain-rank")
        .with("rank", found.rank.to_string())
        .with("without", found.rank_without_zone.to_string())
        .text()
}

fn parts(components: &[Component], language: Language, columns: u16) -> Table {
    let mut table = Table::new();
    table.load_style(presets::UTF8_FULL_CONDENSED);
    table.set_content_arrangement(ContentArrangement::Dynamic).set_width(columns);
    let headings = ["explain-part", "explain-value", "explain-weight", "explain-contribution"];
    table.set_header(headings.map(|heading| say(language, heading)));
    for component in components {
        let value =
            component.value.map_or_else(|| say(language, "explain-unknown"), |value| format!("{value:.2}"));
        table.add_row([
            prose::component(component.name, language),
            value,
            format!("{:.2}", component.weight),
            format!("{:+.3}", component.contribution),
        ]);
    }
    table
}
