//! Lines out of a body that comes in pieces; of no line more is held than may be read.

/// One line, without its end.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// All of it.
    Whole(Vec<u8>),
    /// It was above the limit; nothing of it was kept.
    TooLong,
}

/// The line under way.
pub(super) struct Lines {
    limit: usize,
    held: Vec<u8>,
    too_long: bool,
}

impl Lines {
    /// Lines of at most `limit` bytes.
    pub(super) fn new(limit: usize) -> Self {
        Self { limit, held: Vec::new(), too_long: false }
    }

    /// Takes the next line that ends in `piece` off it; `None` when what is left of it goes on in the next piece.
    pub(super) fn next(&mut self, piece: &mut &[u8]) -> Option<Line> {
        let end = piece.iter().position(|byte| *byte == b'\n');
        let (part, rest) = end.map_or((*piece, [].as_slice()), |end| (&piece[..end], &piece[end + 1..]));
        *piece = rest;
        self.hold(part);
        end.map(|_| self.take())
    }

    /// The last line, where the body does not end with the end of a line.
    pub(super) fn last(&mut self) -> Option<Line> {
        (self.too_long || !self.held.is_empty()).then(|| self.take())
    }

    fn hold(&mut self, part: &[u8]) {
        self.too_long |= self.held.len() + part.len() > self.limit;
        if self.too_long {
            self.held = Vec::new();
        } else {
            self.held.extend_from_slice(part);
        }
    }

    fn take(&mut self) -> Line {
        let held = std::mem::take(&mut self.held);
        if std::mem::take(&mut self.too_long) { Line::TooLong } else { Line::Whole(held) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(pieces: &[&[u8]]) -> (Vec<Line>, usize) {
        let (mut lines, mut found, mut most) = (Lines::new(4), Vec::new(), 0);
        for mut piece in pieces.iter().copied() {
            while let Some(line) = lines.next(&mut piece) {
                found.push(line);
            }
            most = most.max(lines.held.len());
        }
        found.extend(lines.last());
        (found, most)
    }

    #[test]
    fn a_long_line_is_passed_over_and_never_held() {
        let whole = |text: &[u8]| Line::Whole(text.to_vec());
        let (found, most) = lines(&[b"ab", b"cd\n\n12", b"345", b"67890", b"\nxyz\n12345"]);
        assert_eq!(found, [whole(b"abcd"), whole(b""), Line::TooLong, whole(b"xyz"), Line::TooLong]);
        assert_eq!(most, 2);
        assert_eq!(lines(&[b"a\n"]).0, [whole(b"a")]);
        assert_eq!(lines(&[b"a\nb"]).0, [whole(b"a"), whole(b"b")]);
        assert_eq!(lines(&[]).0, []);
    }
}
