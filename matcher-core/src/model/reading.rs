//! JSON into a type with every fault told, not only the first.

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::FieldProblem;

/// Reads `value`, turning each complaint of serde into a pointer and a code. What cannot be read is left out, the
/// innermost field first, so that the others are heard too; the value is then of the rest.
///
/// After `most` faults it gives up: each one takes another look at the whole.
pub fn read_telling<T: DeserializeOwned>(mut value: Value, most: usize) -> (Option<T>, Vec<FieldProblem>) {
    let (mut faults, mut left_out) = (Vec::new(), Vec::new());
    loop {
        let error = match serde_path_to_error::deserialize(&value) {
            Ok(read) => return (Some(read), faults),
            Err(error) => error,
        };
        let (place, detail) = (pointer(error.path()), error.into_inner().to_string());
        // What was left out above is missed here: it is told already.
        let follows = left_out.iter().any(|name| detail == format!("missing field `{name}`"));
        let left = leave_out(&mut value, &place);
        if !follows {
            let code = if detail.starts_with("unknown field") { "unknown-field" } else { "invalid" };
            faults.push(FieldProblem::new(place, code, detail));
        }
        match left {
            Some(name) if faults.len() < most => left_out.push(name),
            _ => return (None, faults),
        }
    }
}

/// Takes the innermost field on the way to a fault out of its object; its name.
fn leave_out(value: &mut Value, pointer: &str) -> Option<String> {
    let (parent, name) = pointer.rsplit_once('/')?;
    match value.pointer_mut(parent)? {
        Value::Object(fields) => {
            let name = name.replace("~1", "/").replace("~0", "~");
            fields.remove(&name).map(|_| name)
        }
        _ => leave_out(value, parent),
    }
}

fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    path.iter().fold(String::new(), |mut pointer, segment| {
        pointer.push('/');
        match segment {
            Segment::Seq { index } => pointer.push_str(&index.to_string()),
            Segment::Map { key } => pointer.push_str(&key.replace('~', "~0").replace('/', "~1")),
            Segment::Enum { variant } => pointer.push_str(variant),
            Segment::Unknown => pointer.push('?'),
        }
        pointer
    })
}
