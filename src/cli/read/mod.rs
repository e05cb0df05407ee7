//! From paths to records: what is opened, how it is decoded, where each record ends. In bounded memory.
mod batch;
mod cut;
mod encoding;
mod files;
mod json;
mod long;
mod reader;
mod record;
mod row;
mod shard;
mod source;
mod unpack;

pub(super) use batch::{Batch, Raw};
pub(super) use encoding::EncodingArg;
pub(super) use files::{Found, files};
pub(super) use long::Long;
pub(super) use reader::{Item, Limits, Reader};
pub(super) use record::{Places, Record, Texts};
pub(super) use shard::Shard;
pub(super) use source::{Form, Source, stdin_size};
