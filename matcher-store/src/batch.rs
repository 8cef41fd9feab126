//! How many rows one statement takes.
//!
//! Only a few sizes are ever used: each size is another statement text, and the connections keep what they
//! prepared. The largest stay far below the engines' limits on parameters (SQLite 32,766, PostgreSQL 65,535).

/// The sizes, largest first; the last is one.
pub(crate) const SIZES: [usize; 5] = [1024, 256, 32, 4, 1];
/// Whole records a statement, and drafts looked at together.
pub(crate) const RECORDS: usize = 256;
/// Narrow rows a statement.
pub(crate) const NARROW: usize = 1024;
/// Bytes of records a statement, unless one record has more: 16 MiB.
const MAX_STATEMENT_BYTES: usize = 16 * 1024 * 1024;

/// `items` in batches of at most `most`.
pub(crate) fn batches<T>(items: &[T], most: usize) -> impl Iterator<Item = &[T]> {
    weighed_batches(items, most, |_| 0)
}

/// `items` in batches of at most `most`, and of so many bytes as one statement may carry.
pub(crate) fn weighed_batches<T>(
    mut items: &[T],
    most: usize,
    bytes: impl Fn(&T) -> usize,
) -> impl Iterator<Item = &[T]> {
    std::iter::from_fn(move || {
        let fits =
            |size: usize| size == 1 || items[..size].iter().map(&bytes).sum::<usize>() <= MAX_STATEMENT_BYTES;
        let size = SIZES.into_iter().find(|size| *size <= most && *size <= items.len() && fits(*size))?;
        let (batch, rest) = items.split_at(size);
        items = rest;
        Some(batch)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn batches_lose_nothing_and_keep_to_their_sizes() {
        let items: Vec<usize> = (0..1_399).collect();
        let batched: Vec<&[usize]> = batches(&items, RECORDS).collect();
        assert_eq!(batched.concat(), items);
        assert!(batched.iter().all(|batch| [256, 32, 4, 1].contains(&batch.len())));
        assert_eq!(batches(&items, NARROW).next().map(<[_]>::len), Some(1024));
        assert_eq!(batches::<usize>(&[], NARROW).count(), 0);
    }

    #[test]
    fn large_records_travel_in_smaller_company() {
        let sizes: Vec<usize> =
            weighed_batches(&[MAX_STATEMENT_BYTES / 4; 9], RECORDS, |bytes| *bytes).map(<[_]>::len).collect();
        assert_eq!(sizes, [4, 4, 1]);
        let alone = weighed_batches(&[MAX_STATEMENT_BYTES + 1; 2], RECORDS, |bytes| *bytes);
        assert_eq!(alone.map(<[_]>::len).collect::<Vec<_>>(), [1, 1]);
    }
}
