//! Tables as they stand in `docs/performance.md`, at most 80 columns wide.
#![allow(clippy::print_stdout)] // They are for whoever runs a benchmark.

/// A table of figures. The first column is read from the left, the others from the right.
pub struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with these columns.
    pub fn new(columns: &[&str]) -> Self {
        Table { rows: vec![columns.iter().map(|&column| column.to_owned()).collect()] }
    }

    /// Adds a row.
    pub fn row(&mut self, cells: &[String]) {
        self.rows.push(cells.to_vec());
    }

    /// Writes it under its title and the question that it answers.
    pub fn print(&self, title: &str, question: &str) {
        println!("### {title}\n\n{}\n", wrapped(question));
        let width = |column: usize| self.rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0).max(2);
        let widths: Vec<usize> = (0..self.rows[0].len()).map(width).collect();
        for (number, row) in self.rows.iter().enumerate() {
            let cells = row.iter().zip(&widths).enumerate().map(|(column, (cell, &width))| match column {
                0 => format!("{cell:<width$}"),
                _ => format!("{cell:>width$}"),
            });
            println!("| {} |", cells.collect::<Vec<String>>().join(" | "));
            if number == 0 {
                let rule = widths
                    .iter()
                    .enumerate()
                    .map(|(column, &width)| if column == 0 { "-".repeat(width + 2) } else { format!("{}:", "-".repeat(width + 1)) });
                println!("|{}|", rule.collect::<Vec<String>>().join("|"));
            }
        }
        println!();
    }
}

/// A text in lines of at most 80 characters.
fn wrapped(text: &str) -> String {
    let (mut out, mut column) = (String::new(), 0);
    for word in text.split_whitespace() {
        let fits = column + 1 + word.chars().count() <= 80;
        out.push_str(if column == 0 {
            ""
        } else if fits {
            " "
        } else {
            "\n"
        });
        column = if fits { column + 1 } else { 0 } + word.chars().count();
        out.push_str(word);
    }
    out
}

/// A figure with as many decimals as its size leaves a use for.
pub fn figure(value: f64) -> String {
    match value.abs() {
        size if size >= 1e6 => format!("{:.2} M", value / 1e6),
        size if size >= 1e4 => format!("{:.0} k", value / 1e3),
        size if size >= 100.0 => format!("{value:.0}"),
        size if size >= 1.0 => format!("{value:.1}"),
        _ => format!("{value:.3}"),
    }
}

/// A figure, or a dash where there is none.
pub fn figure_or_dash(value: Option<f64>) -> String {
    value.map_or_else(|| "-".to_owned(), figure)
}
