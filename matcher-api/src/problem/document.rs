//! The error table as prose: `docs/errors.md` and the pages under `/problems/`. Adds nothing to the table.

use std::fmt::Write as _;

use super::Code;

/// The content of `docs/errors.md`.
pub fn errors_markdown() -> String {
    let mut page = String::from(
        "# Errors of the REST API\n\n\
         Written from the table in `matcher-api/src/problem/`; a test fails when the two differ\n\
         (`BLESS=1 cargo nextest run -p matcher-api committed` rewrites this file).\n\n\
         Every error is `application/problem+json` (RFC 9457): `type` (where the code is explained), `code`\n\
         (stable, made to be compared by programs), `title`, `status`, `detail` (this occurrence) and, where\n\
         single places are at fault, `errors`: a list of `pointer` (JSON Pointer into the body, `?name` for a\n\
         query parameter, `Name:` for a header, `path` for the path), `code` and `detail`.\n\n\
         `title` is in the language of `Accept-Language`, which `Content-Language` names: Spanish unless\n\
         English is preferred, as in all answers. `detail` is in English whatever the language: it is written\n\
         for who mends the request.\n\n\
         | code | status | title | en español | when, and what to do |\n|---|---|---|---|---|\n",
    );
    for code in Code::ALL {
        let _ = writeln!(
            page,
            "| `{}` | {} | {} | {} | {} |",
            code.as_str(),
            code.status(),
            code.title(),
            code.title_es(),
            code.meaning()
        );
    }
    page
}

/// One code as plain text, as served at `/problems/{code}`.
pub fn one_as_text(code: Code) -> String {
    format!(
        "{} — {}\n\ncode: {}\nstatus: {}\n\n{}\n",
        code.title(),
        code.title_es(),
        code.as_str(),
        code.status(),
        code.meaning()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_table_is_current() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/errors.md");
        crate::committed::compare(path, &errors_markdown());
    }

    #[test]
    fn codes_are_unique_and_written_alike() {
        let mut seen = std::collections::BTreeSet::new();
        for code in Code::ALL {
            assert!(seen.insert(code.as_str()), "{} stands twice", code.as_str());
            assert!(code.as_str().bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'));
            assert!((400..=599).contains(&code.status()));
            assert_eq!(Code::find(code.as_str()), Some(*code));
            assert!(one_as_text(*code).contains(code.title_es()));
        }
    }
}
