//! Matches on a terminal: a table where there is room, one block a match where there is not.

use comfy_table::{ColumnConstraint, ContentArrangement, Table, Width, presets};

use super::console::plain;
use crate::card::{self, Card, Writing};
use crate::engine::Matched;
use crate::prose::{Language, phrase, say};

/// Below this many columns a table would be all borders.
const TABLE_FROM_COLUMNS: u16 = 90;
/// Reasons shown of one match.
const REASONS_SHOWN: usize = 7;
/// Unknowns shown of one match.
const UNKNOWNS_SHOWN: usize = 4;

/// The whole answer as text.
pub(crate) fn of(matched: &Matched, writing: Writing<'_>, columns: u16) -> String {
    let language = writing.language;
    let cards = card::cards(matched, writing);
    if cards.is_empty() {
        return format!("{}\n{}", say(language, "table-nothing"), foot(matched, language));
    }
    let body = if columns >= TABLE_FROM_COLUMNS {
        wide(&cards, language, columns)
    } else {
        narrow(&cards, language, columns)
    };
    let mut text = body + "\n";
    let kept_out = card::kept_out(matched, writing);
    if !kept_out.is_empty() {
        text += &format!("{}\n", say(language, "table-kept-out"));
        for (title, reason) in kept_out {
            text += &format!("  - {}: {}\n", plain(&title.text), plain(&reason));
        }
    }
    text + &foot(matched, language)
}

fn foot(matched: &Matched, language: Language) -> String {
    let answer = &matched.answer;
    phrase(language, "table-foot")
        .with(
            "profile",
            format!("{} v{} ({})", answer.profile.id, answer.profile.version, answer.profile.digest),
        )
        .with("sequence", answer.index_sequence.to_string())
        .with("scored", answer.candidates_scored.to_string())
        .text()
}

fn wide(cards: &[Card], language: Language, columns: u16) -> String {
    let mut table = fresh(columns);
    let headings = ["table-rank", "table-score", "table-match", "table-when", "table-why"];
    table.set_header(headings.map(|heading| say(language, heading)));
    // Fixed shares: otherwise the longest reason starves the titles.
    table.set_constraints([
        ColumnConstraint::ContentWidth,
        ColumnConstraint::ContentWidth,
        ColumnConstraint::UpperBoundary(Width::Percentage(32)),
        ColumnConstraint::UpperBoundary(Width::Percentage(20)),
        ColumnConstraint::UpperBoundary(Width::Percentage(48)),
    ]);
    for card in cards {
        table.add_row([
            card.rank.to_string(),
            score(card, language),
            what(card).join("\n"),
            when(card).join("\n"),
            why(card, language).join("\n"),
        ]);
    }
    table.trim_fmt()
}

fn narrow(cards: &[Card], language: Language, columns: u16) -> String {
    let mut table = fresh(columns);
    for card in cards {
        let head = format!("{}. {}", card.rank, score(card, language).replace('\n', " · "));
        let mut lines = vec![head];
        lines.extend(what(card));
        lines.extend(when(card));
        lines.extend(why(card, language));
        table.add_row([lines.join("\n")]);
    }
    table.trim_fmt()
}

fn fresh(columns: u16) -> Table {
    let mut table = Table::new();
    table.load_style(presets::UTF8_FULL.with_solid_inner_borders());
    table.set_content_arrangement(ContentArrangement::Dynamic).set_width(columns);
    table
}

fn score(card: &Card, language: Language) -> String {
    let mut text = format!("{} %\n{}", card.percent, card.band);
    if card.rank != card.rank_without_zone {
        text += &format!(
            "\n{}",
            phrase(language, "table-rank-without").with("rank", card.rank_without_zone.to_string()).text()
        );
    }
    text
}

fn what(card: &Card) -> Vec<String> {
    let facts = &card.facts;
    let by: Vec<&str> = [facts.publisher.as_deref(), facts.place.as_deref()].into_iter().flatten().collect();
    let lines = [facts.title.text.clone(), by.join(" · "), facts.url.clone().unwrap_or_default()];
    lines.iter().map(|line| plain(line)).filter(|line| !line.is_empty()).collect()
}

fn when(card: &Card) -> Vec<String> {
    [card.facts.availability.as_deref(), card.facts.amount.as_deref()]
        .into_iter()
        .flatten()
        .map(plain)
        .collect()
}

fn why(card: &Card, language: Language) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    if let Some(line) = &card.eligibility {
        let quote = line.quote.as_ref().map(|quote| phrase(language, "quoted").with("text", quote).text());
        lines.push(format!("{} {}", line.sentence, quote.unwrap_or_default()));
        lines.extend(line.applicant.clone());
    }
    lines.extend(card.reasons.iter().take(REASONS_SHOWN).cloned());
    lines.extend(card.zone.iter().map(|zone| phrase(language, "card-zone").with("zone", zone).text()));
    let known = lines.iter().map(|line| format!("+ {}", plain(line)));
    known.chain(card.unknowns.iter().take(UNKNOWNS_SHOWN).map(|line| format!("? {}", plain(line)))).collect()
}
