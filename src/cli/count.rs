//! `adsift contacts --count`: how many records share each contact, as a block-list.
use super::args::{Common, ContactsArgs, ContactsFormat};
use super::exit::Exit;
use super::layers::rule_set;
use super::output::{Output, note};
use super::template::{Templates, template};
use super::work::{Read, each};
use crate::report::line;
use crate::scan::{Level, Scanner};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::io;

/// How often a contact was found.
#[derive(Default)]
struct Count {
    records: u64,
    times: u64,
    /// Records with it that are spam as it is.
    spam: u64,
    templates: Templates,
}

/// Counts the contacts of all texts, and writes those that enough of them share, the most shared first. Memory grows with
/// the number of different contacts, and with nothing else: some 200 bytes each, and up to 512 more for its templates.
pub(super) fn count(common: &Common, args: &ContactsArgs) -> io::Result<Exit> {
    if args.offsets.offsets.is_some() {
        note("`--count` counts contacts and tells no places of them, so `--offsets` says nothing to it");
        return Ok(Exit::Error);
    }
    let Some(rules) = rule_set(common)? else { return Ok(Exit::Error) };
    let judge = |scanner: &mut Scanner, read: Read<'_>| match read {
        Ok(record) => {
            let verdict = record.judge(scanner);
            let contacts = verdict.contacts().iter().map(|contact| format!("{}:{}", contact.kind, contact.value));
            let contacts = contacts.collect::<Vec<_>>();
            let template = if contacts.is_empty() { 0 } else { template(record, &verdict) };
            Ok((contacts, verdict.level() == Level::Spam, template))
        }
        Err(failed) => Err(failed.note()),
    };
    let (mut counts, mut exit) = (BTreeMap::<String, Count>::new(), Exit::Nothing);
    let add = |judged: Result<(Vec<String>, bool, u64), String>| {
        let (contacts, spam, template) = match judged {
            Ok(judged) => judged,
            Err(text) => {
                exit = Exit::Error;
                note(&text);
                return Ok(());
            }
        };
        for contact in contacts.iter().collect::<BTreeSet<_>>() {
            let count = counts.entry(contact.clone()).or_default();
            count.records += 1;
            count.spam += u64::from(spam);
            count.templates.add(template);
        }
        for contact in contacts {
            counts.entry(contact).or_default().times += 1;
        }
        Ok(())
    };
    let read = each(&args.input, || rules.scanner(), judge, add, || Ok(()))?;
    let mut shared: Vec<(String, Count)> = counts.into_iter().filter(|(_, count)| count.records >= args.min_records).collect();
    // Contacts that are shared alike stay in the order of their names.
    shared.sort_by_key(|(_, count)| Reverse((count.records, count.times)));
    let mut output = Output::raw();
    if args.header && args.format == ContactsFormat::Tsv {
        // A block-list takes it for a remark.
        output.write("# contact\trecords\ttimes\tspam\ttemplates\n")?;
    }
    for (contact, Count { records, times, spam, templates }) in shared {
        let templates = templates.count();
        output.write(&match args.format {
            ContactsFormat::Tsv => format!("{contact}\t{records}\t{times}\t{spam}\t{templates}\n"),
            ContactsFormat::Jsonl => {
                let counts = serde_json::json!({
                    "contact": contact, "records": records, "times": times, "spam": spam, "templates": templates,
                });
                line(&counts) + "\n"
            }
        })?;
    }
    output.flush()?;
    Ok(exit.or(read))
}
