//! An evaluation as one page for a browser: tables, the curve of precision and recall, the histogram of scores. It holds
//! all that it shows: nothing is fetched.
use super::evaluation::{Evaluation, Wrong, ends, percent};
use crate::measure::{Figures, Stratum};
use std::fmt::Write as _;

/// Width and height of a plot, in units of its drawing.
const WIDTH: f64 = 560.0;
const HEIGHT: f64 = 300.0;
/// Room for the axes.
const LEFT: f64 = 46.0;
const BOTTOM: f64 = 34.0;

const STYLE: &str = "body{font:15px/1.5 system-ui,'Noto Sans CJK SC',sans-serif;margin:2em auto;max-width:1120px;padding:0 1em;color:#1c1c1c;background:#fff}\
h1{font-size:1.5em}h2{font-size:1.15em;margin-top:2em}table{border-collapse:collapse;font-variant-numeric:tabular-nums}\
th,td{padding:.15em .7em;text-align:right;border-bottom:1px solid #e3e3e3}th:first-child,td:first-child{text-align:left}\
.plots{display:flex;flex-wrap:wrap;gap:2em}svg{max-width:100%;height:auto}.wide{overflow-x:auto}code{font-size:.92em}\
.wrong{border-left:3px solid #c33;padding-left:.8em;margin:1em 0;overflow-wrap:anywhere}\
@media(prefers-color-scheme:dark){body{color:#e6e6e6;background:#161616}th,td{border-color:#333}svg{background:#fff}}";

/// The page.
pub fn page(evaluation: &Evaluation) -> String {
    let mut out = String::new();
    let _ = write!(
        out,
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>adsift evaluation</title><style>{STYLE}</style></head><body>\n<h1>adsift evaluation</h1>\n\
         <p>{} rows, {} gray and left out, {} held out, {} unreadable. Rule set <code>{}</code>.</p>\n",
        evaluation.rows,
        evaluation.figures.gray,
        evaluation.held_out,
        evaluation.unreadable,
        escaped(&evaluation.ruleset)
    );
    tables(&mut out, "As labelled", &evaluation.figures);
    if let Some(figures) = &evaluation.relabelled {
        tables(&mut out, "With corrected labels", figures);
    }
    out.push_str("<div class=\"plots\">");
    curve(&mut out, &evaluation.figures);
    histogram(&mut out, &evaluation.figures);
    out.push_str("</div>\n");
    rules(&mut out, evaluation);
    wrong(&mut out, "Worst false positives", &evaluation.false_positives);
    wrong(&mut out, "Worst misses", &evaluation.misses);
    out.push_str("</body></html>\n");
    out
}

fn tables(out: &mut String, title: &str, figures: &Figures) {
    let _ = writeln!(out, "<h2>{title}</h2>");
    lines(out, "spam found", &figures.recall);
    if let Some(means) = &figures.promoters {
        let _ = writeln!(
            out,
            "<p>Mean over {} groups: {} % ({}); <code>review</code> or worse {} %.</p>",
            means.groups,
            percent(means.spam),
            ends(means.interval),
            percent(means.review)
        );
    }
    lines(out, "ham judged so by mistake", &figures.false_positives);
    let precision = &figures.precision;
    let _ = writeln!(
        out,
        "<p>Precision of <code>spam</code>: {} % of {} ({}).</p>",
        percent(precision.share()),
        precision.of,
        ends(precision.interval)
    );
    if let Some(contacts) = &figures.contacts {
        let _ = writeln!(
            out,
            "<p>Contacts: recall {} % of {}, precision {} % of {}.</p>",
            percent(contacts.recall.share()),
            contacts.recall.of,
            percent(contacts.precision.share()),
            contacts.precision.of
        );
    }
}

fn lines(out: &mut String, what: &str, strata: &[Stratum]) {
    let _ = writeln!(
        out,
        "<div class=\"wide\"><table><tr><th>{what}</th><th>rows</th><th>groups</th><th>spam %</th><th>95 %</th><th>review or worse %</th></tr>"
    );
    for line in strata {
        let groups = if line.groups == 0 { String::new() } else { line.groups.to_string() };
        let name = if line.dimension == "all" { "all".to_owned() } else { format!("{} {}", line.dimension, line.value) };
        let _ = writeln!(
            out,
            "<tr><td>{}</td><td>{}</td><td>{groups}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
            escaped(&name),
            line.spam.of,
            percent(line.spam.share()),
            ends(line.spam.interval),
            percent(line.review.share())
        );
    }
    out.push_str("</table></div>\n");
}

fn rules(out: &mut String, evaluation: &Evaluation) {
    out.push_str(
        "<h2>Rules</h2>\n<div class=\"wide\"><table><tr><th>rule</th><th>spam</th><th>ham</th><th>S/O</th><th>promoters</th>\
         <th>carries alone</th><th>to blame</th></tr>\n",
    );
    let mut rules: Vec<_> = evaluation.rules.iter().collect();
    rules.sort_by(|a, b| b.spam.cmp(&a.spam).then(a.rule.cmp(&b.rule)));
    for worth in rules {
        let _ = writeln!(
            out,
            "<tr><td><code>{}</code></td><td>{}</td><td>{}</td><td>{:.2}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
            escaped(&worth.rule),
            worth.spam,
            worth.ham,
            worth.spam_over_all,
            worth.promoters,
            worth.carries,
            worth.to_blame
        );
    }
    out.push_str("</table></div>\n");
}

fn wrong(out: &mut String, title: &str, rows: &[Wrong]) {
    if rows.is_empty() {
        return;
    }
    let _ = writeln!(out, "<h2>{title}</h2>");
    for row in rows {
        let _ = write!(out, "<div class=\"wrong\"><b>{}</b> {} {:.2}<br>{}", escaped(&row.id), row.level, row.score, escaped(&row.text));
        for hit in &row.hits {
            let _ = write!(out, "<br><code>{}</code>", escaped(hit));
        }
        out.push_str("</div>\n");
    }
}

/// Axes with marks at both ends and the middle, and what they mean.
fn frame(out: &mut String, title: &str, across: (&str, &str, &str, &str), up: &str) {
    let (name, first, middle, last) = across;
    let (right, floor) = (WIDTH - 10.0, HEIGHT - BOTTOM);
    let _ = write!(
        out,
        "<svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" width=\"{WIDTH}\" role=\"img\" font-family=\"sans-serif\" font-size=\"12\" fill=\"#333\"><title>{title}</title>\
         <path d=\"M{LEFT} 20V{floor}H{right}\" fill=\"none\" stroke=\"#888\"/>\
         <text x=\"{LEFT}\" y=\"13\">{up}</text><text x=\"{LEFT}\" y=\"{y}\">{first}</text>\
         <text x=\"{half}\" y=\"{y}\" text-anchor=\"middle\">{middle} {name}</text><text x=\"{right}\" y=\"{y}\" text-anchor=\"end\">{last}</text>",
        half = (LEFT + right) / 2.0,
        y = floor + 16.0
    );
}

fn curve(out: &mut String, figures: &Figures) {
    frame(out, "Precision and recall as the score that spam needs changes", ("recall", "0", "", "1"), "precision, 1 at the top");
    let (right, floor) = (WIDTH - 10.0, HEIGHT - BOTTOM);
    let mut path = String::new();
    for (index, &(_, precision, recall)) in figures.curve.iter().enumerate() {
        let (x, y) = (LEFT + recall * (right - LEFT), floor - precision * (floor - 20.0));
        let _ = write!(path, "{}{x:.1} {y:.1}", if index == 0 { "M" } else { "L" });
    }
    let _ = write!(out, "<path d=\"{path}\" fill=\"none\" stroke=\"#1b6ac9\" stroke-width=\"2\"/></svg>");
}

fn histogram(out: &mut String, figures: &Figures) {
    let bins = figures.histogram.len().max(1);
    let most = |of: fn(&(usize, usize)) -> usize| figures.histogram.iter().map(of).max().unwrap_or(0).max(1) as f64;
    let (most_spam, most_ham) = (most(|bin| bin.0), most(|bin| bin.1));
    let last = format!("{bins}");
    frame(
        out,
        "How many texts have which score",
        ("score, whole points", "0", "", &last),
        "spam red, ham blue, each against its own largest",
    );
    let (right, floor) = (WIDTH - 10.0, HEIGHT - BOTTOM);
    let step = (right - LEFT) / bins as f64;
    for (index, &(spam, ham)) in figures.histogram.iter().enumerate() {
        let x = LEFT + index as f64 * step;
        for (number, most, colour, at) in [(spam, most_spam, "#c9302c", 0.08), (ham, most_ham, "#1b6ac9", 0.5)] {
            let height = number as f64 / most * (floor - 24.0);
            let _ = write!(
                out,
                "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{height:.1}\" fill=\"{colour}\"><title>{number} at {index}</title></rect>",
                x + at * step,
                floor - height,
                step * 0.4
            );
        }
    }
    out.push_str("</svg>");
}

/// Text inside HTML. What is judged is hostile.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    super::escape(&out).text
}
