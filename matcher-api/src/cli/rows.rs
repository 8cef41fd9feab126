//! A table of figures, as aligned columns or as Markdown.

use super::console::plain;

/// A heading and rows of as many cells; the first column is of names, the others of figures.
pub(super) struct Rows(Vec<Vec<String>>);

impl Rows {
    pub(super) fn of(heading: Vec<String>) -> Self {
        Self(vec![heading])
    }

    pub(super) fn push(&mut self, row: Vec<String>) {
        self.0.push(row);
    }

    /// Ends with a line break.
    pub(super) fn written(&self, markdown: bool) -> String {
        let mut lines: Vec<String> = self.0.iter().map(|row| self.line(row, markdown)).collect();
        if markdown {
            let figures = "---:|".repeat(self.0[0].len() - 1);
            lines.insert(1, format!("|---|{figures}"));
        }
        lines.join("\n") + "\n"
    }

    fn line(&self, row: &[String], markdown: bool) -> String {
        if markdown {
            let cells: Vec<String> = row.iter().map(|cell| plain(cell).replace('|', "\\|")).collect();
            return format!("| {} |", cells.join(" | "));
        }
        let width = |at: usize| self.0.iter().map(|row| row[at].chars().count()).max().unwrap_or_default();
        let cells = row.iter().enumerate().map(|(at, cell)| match at {
            0 => format!("{cell:<0$}", width(0)),
            _ => format!("{cell:>0$}", width(at)),
        });
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_under_their_heading() {
        let mut rows = Rows::of(["set", "nDCG"].map(str::to_owned).to_vec());
        rows.push(["a|b", "0.5"].map(str::to_owned).to_vec());
        assert_eq!(rows.written(false), "set  nDCG\na|b   0.5\n");
        assert_eq!(rows.written(true), "| set | nDCG |\n|---|---:|\n| a\\|b | 0.5 |\n");
    }
}
