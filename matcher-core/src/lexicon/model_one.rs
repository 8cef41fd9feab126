//! IBM Model 1: which word of one language stands for which of another, from labels alone. Knows words as numbers only.

use super::train::ROUNDS;

/// Two labels that name the same thing, as word numbers of either language.
pub(super) struct Pair<'a> {
    pub(super) from: &'a [u32],
    pub(super) to: &'a [u32],
    pub(super) weight: f64,
}

/// For every word of one language the words of the other it may stand for, with probabilities.
pub(super) struct Model {
    /// Where the row of each word begins in `targets`; one more at the end.
    starts: Vec<usize>,
    targets: Vec<u32>,
    probabilities: Vec<f64>,
}

impl Model {
    /// Learns from `pairs` for `words` words on the side asked from. Sums run in the order of `pairs`, so that the
    /// same pairs give the same bits.
    pub(super) fn learn(pairs: &[Pair<'_>], words: usize) -> Self {
        let mut model = Self::uniform(pairs, words);
        let slots = model.slots(pairs, words);
        let mut counts = vec![0.0; model.targets.len()];
        for _ in 0..ROUNDS {
            counts.fill(0.0);
            model.expect(pairs, &slots, &mut counts);
            model.maximise(&counts);
        }
        model
    }

    /// Each word may stand for whatever it was ever seen with. The last row is that of no word at all, which takes
    /// what has no counterpart.
    fn uniform(pairs: &[Pair<'_>], words: usize) -> Self {
        let mut rows: Vec<Vec<u32>> = vec![Vec::new(); words + 1];
        for pair in pairs {
            pair.from.iter().for_each(|word| rows[*word as usize].extend(pair.to));
            rows[words].extend(pair.to);
            if rows[words].len() > 1 << 22 {
                settle(&mut rows[words]);
            }
        }
        let mut model = Self { starts: vec![0], targets: Vec::new(), probabilities: Vec::new() };
        for mut row in rows {
            settle(&mut row);
            model.probabilities.extend(row.iter().map(|_| 1.0 / row.len() as f64));
            model.targets.append(&mut row);
            model.starts.push(model.targets.len());
        }
        model
    }

    /// Where in `targets` each word of each label is, for every word it may come from, the empty one last.
    fn slots(&self, pairs: &[Pair<'_>], words: usize) -> Vec<u32> {
        let mut slots = Vec::new();
        for pair in pairs {
            for to in pair.to {
                let sources = pair.from.iter().copied().chain([words as u32]);
                slots.extend(sources.filter_map(|from| self.slot(from, *to)).map(|place| place as u32));
            }
        }
        slots
    }

    fn slot(&self, from: u32, to: u32) -> Option<usize> {
        let (start, end) = (*self.starts.get(from as usize)?, *self.starts.get(from as usize + 1)?);
        self.targets[start..end].binary_search(&to).ok().map(|place| start + place)
    }

    fn expect(&self, pairs: &[Pair<'_>], slots: &[u32], counts: &mut [f64]) {
        let mut slots = slots;
        for pair in pairs {
            for _ in pair.to {
                let (own, rest) = slots.split_at(pair.from.len() + 1);
                slots = rest;
                let sum: f64 = own.iter().map(|slot| self.probabilities[*slot as usize]).sum();
                if sum > 0.0 {
                    for slot in own {
                        counts[*slot as usize] += pair.weight * self.probabilities[*slot as usize] / sum;
                    }
                }
            }
        }
    }

    fn maximise(&mut self, counts: &[f64]) {
        for row in self.starts.windows(2) {
            let row = row[0]..row[1];
            let sum: f64 = counts[row.clone()].iter().sum();
            if sum > 0.0 {
                for (probability, count) in self.probabilities[row.clone()].iter_mut().zip(&counts[row]) {
                    *probability = count / sum;
                }
            }
        }
    }

    /// How likely `from` stands for `to`.
    pub(super) fn probability(&self, from: u32, to: u32) -> f64 {
        self.slot(from, to).map_or(0.0, |slot| self.probabilities[slot])
    }

    /// All that `from` may stand for.
    pub(super) fn row(&self, from: u32) -> impl Iterator<Item = (u32, f64)> {
        let row = self.starts[from as usize]..self.starts[from as usize + 1];
        self.targets[row.clone()].iter().copied().zip(self.probabilities[row].iter().copied())
    }
}

fn settle(row: &mut Vec<u32>) {
    row.sort_unstable();
    row.dedup();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_seen_apart_are_told_apart() {
        // casa azul – blue house; casa – house: what is left for azul is blue.
        let (casa, azul, house, blue) = (0, 1, 0, 1);
        let pairs = [
            Pair { from: &[casa, azul], to: &[blue, house], weight: 1.0 },
            Pair { from: &[casa], to: &[house], weight: 1.0 },
        ];
        let model = Model::learn(&pairs, 2);
        assert!(model.probability(casa, house) > 0.8, "{}", model.probability(casa, house));
        assert!(model.probability(azul, blue) > 0.7, "{}", model.probability(azul, blue));
        assert!(model.probability(azul, house) < 0.3);
        let whole: f64 = model.row(azul).map(|(_, probability)| probability).sum();
        assert!((whole - 1.0).abs() < 1e-12, "a row sums to one: {whole}");
    }
}
