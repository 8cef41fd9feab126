//! Matches on a terminal: a table where there is room, one block a match where there is not.

use comfy_table::{ColumnConstraint, ContentArrangement, Table, Width, presets};

use super::console::plain;
use crate::card::{self, Card, EligibilityLine, Writing};
use crate::engine::Matched;
use crate::prose::{self, Language, phrase, say};

/// Below this many columns a table would be all borders.
const TABLE_FROM_COLUMNS: u16 = 90;

/// How much is said of an answer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Detail {
    /// Sentences for a match.
    pros: usize,
    /// Sentences against it.
    cons: usize,
    /// Sentences on what is not known.
    open: usize,
    /// Candidates that gates kept out.
    kept_out: usize,
    /// Whether what the need leaves open is told.
    gaps: bool,
    /// Whether it is told how fresh the sources are.
    sources: bool,
}

/// For somebody who asked one question.
pub(crate) const FULL: Detail = Detail { pros: 9, cons: 5, open: 5, kept_out: 5, gaps: true, sources: true };
/// For somebody who looks at several answers.
pub(crate) const BRIEF: Detail =
    Detail { pros: 4, cons: 2, open: 1, kept_out: 0, gaps: false, sources: false };

/// The whole answer as text.
pub(crate) fn of(matched: &Matched, writing: Writing<'_>, columns: u16, detail: Detail) -> String {
    let language = writing.language;
    let cards = card::cards(matched, writing);
    if cards.is_empty() {
        return format!("{}\n{}", say(language, "table-nothing"), foot(matched, language));
    }
    let body = if columns >= TABLE_FROM_COLUMNS {
        wide(&cards, language, columns, detail)
    } else {
        narrow(&cards, language, columns, detail)
    };
    let mut text = body + "\n";
    let mut kept_out = card::kept_out(matched, writing);
    kept_out.truncate(detail.kept_out);
    if !kept_out.is_empty() {
        text += &format!("{}\n", say(language, "table-kept-out"));
        for (title, reason) in kept_out {
            text += &format!("  - {}: {}\n", plain(&title.text), plain(&reason));
        }
    }
    if detail.gaps
        && let Some(gaps) = prose::gaps(&card::gaps(&cards), language)
    {
        text += &format!("{gaps}\n");
    }
    if detail.sources {
        for source in &matched.sources {
            text += &format!("{}\n", plain(&prose::freshness(source, language)));
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
        .count("scored", i64::try_from(answer.candidates_scored).unwrap_or(i64::MAX))
        .text()
}

fn wide(cards: &[Card], language: Language, columns: u16, detail: Detail) -> String {
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
            why(card, language, detail).join("\n"),
        ]);
    }
    table.trim_fmt()
}

fn narrow(cards: &[Card], language: Language, columns: u16, detail: Detail) -> String {
    let mut table = fresh(columns);
    for card in cards {
        let head = format!("{}. {}", card.rank, score(card, language).replace('\n', " · "));
        let mut lines = vec![head];
        lines.extend(what(card));
        lines.extend(when(card));
        lines.extend(why(card, language, detail));
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
    let also = card.also.iter().map(|also| match &also.url {
        Some(url) => format!("{}: {url}", also.sentence),
        None => format!("{} ({})", also.sentence, also.id),
    });
    lines.into_iter().chain(also).map(|line| plain(&line)).filter(|line| !line.is_empty()).collect()
}

fn when(card: &Card) -> Vec<String> {
    [card.facts.availability.as_deref(), card.facts.amount.as_deref()]
        .into_iter()
        .flatten()
        .map(plain)
        .collect()
}

/// `+` speaks for the match, `-` against it, `?` is not known.
fn why(card: &Card, language: Language, detail: Detail) -> Vec<String> {
    let (mut pros, mut cons, mut open) = (Vec::new(), Vec::new(), Vec::new());
    if let Some(line) = &card.eligibility {
        let side = match line.verdict {
            "yes" => &mut pros,
            "no" => &mut cons,
            _ => &mut open,
        };
        side.push(eligibility(line, language));
        if let Some((admitted, sentence)) = &line.applicant {
            if *admitted { pros.push(sentence.clone()) } else { cons.push(sentence.clone()) }
        }
    }
    pros.extend(card.reasons.iter().cloned());
    pros.extend(card.zone.iter().map(|zone| phrase(language, "card-zone").with("zone", zone).text()));
    cons.extend(card.cautions.iter().cloned());
    open.extend(card.unknowns.iter().cloned());
    let sides = [("+", pros, detail.pros), ("-", cons, detail.cons), ("?", open, detail.open)];
    let marked = |(mark, lines, most): (&str, Vec<String>, usize)| {
        lines.into_iter().take(most).map(|line| format!("{mark} {}", plain(&line))).collect::<Vec<_>>()
    };
    sides.into_iter().flat_map(marked).collect()
}

fn eligibility(line: &EligibilityLine, language: Language) -> String {
    match &line.quote {
        Some(quote) => {
            format!("{}: {}", line.sentence, phrase(language, "quoted").with("text", quote).text())
        }
        None => line.sentence.clone(),
    }
}
