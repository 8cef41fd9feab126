//! JSON lines: one object a line, blank lines left out.

use matcher_core::model::{Draft, FieldProblem, SourceId, Values};

use super::{ImportError, MAX_ROWS, Row, too_many_rows};

/// Reads every line; one that is not UTF-8 or not JSON is a bad row, not a bad file.
pub(super) fn read<V: Values>(bytes: &[u8], source: Option<&SourceId>) -> Result<Vec<Row<V>>, ImportError> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut rows = Vec::new();
    for (index, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
        if line.trim_ascii().is_empty() {
            continue;
        }
        if rows.len() == MAX_ROWS {
            return Err(too_many_rows());
        }
        rows.push(Row { line: index as u64 + 1, draft: draft(line, source) });
    }
    Ok(rows)
}

fn draft<V: Values>(line: &[u8], source: Option<&SourceId>) -> Result<Draft<V>, Vec<FieldProblem>> {
    let malformed = |detail: String| vec![FieldProblem::new("", "malformed-json", detail)];
    let text = std::str::from_utf8(line)
        .map_err(|error| malformed(format!("not UTF-8 from byte {} on", error.valid_up_to() + 1)))?;
    let value = serde_json::from_str(text).map_err(|error| malformed(error.to_string()))?;
    Draft::from_json(value, source, None)
}
