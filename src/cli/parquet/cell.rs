//! One cell of a table as JSON, so that rows are read as any record is.
use arrow_array::cast::AsArray;
use arrow_array::types::{
    Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, RecordBatch, StructArray};
use arrow_schema::DataType;

/// The rows of a batch, a JSON object each. Times, decimals and maps are no texts and no ids, and stand as null.
pub(super) fn lines(batch: &RecordBatch) -> Vec<String> {
    let table = StructArray::from(batch.clone());
    let rows = (0..batch.num_rows()).map(|row| {
        let mut line = String::new();
        object(&table, row, &mut line);
        line
    });
    rows.collect()
}

fn object(fields: &StructArray, row: usize, out: &mut String) {
    for (index, (name, column)) in fields.column_names().into_iter().zip(fields.columns()).enumerate() {
        out.push(if index == 0 { '{' } else { ',' });
        text(name, out);
        out.push(':');
        cell(column, row, out);
    }
    out.push_str(if fields.num_columns() == 0 { "{}" } else { "}" });
}

fn cell(column: &ArrayRef, row: usize, out: &mut String) {
    macro_rules! number {
        ($kind:ty) => {
            out.push_str(&serde_json::json!(column.as_primitive::<$kind>().value(row)).to_string())
        };
    }
    if column.is_null(row) {
        out.push_str("null");
        return;
    }
    match column.data_type() {
        DataType::Utf8 => text(column.as_string::<i32>().value(row), out),
        DataType::LargeUtf8 => text(column.as_string::<i64>().value(row), out),
        DataType::Utf8View => text(column.as_string_view().value(row), out),
        // Older writers do not say which bytes are text.
        DataType::Binary => text(&String::from_utf8_lossy(column.as_binary::<i32>().value(row)), out),
        DataType::LargeBinary => text(&String::from_utf8_lossy(column.as_binary::<i64>().value(row)), out),
        DataType::BinaryView => text(&String::from_utf8_lossy(column.as_binary_view().value(row)), out),
        DataType::Boolean => out.push_str(if column.as_boolean().value(row) { "true" } else { "false" }),
        DataType::Int8 => number!(Int8Type),
        DataType::Int16 => number!(Int16Type),
        DataType::Int32 => number!(Int32Type),
        DataType::Int64 => number!(Int64Type),
        DataType::UInt8 => number!(UInt8Type),
        DataType::UInt16 => number!(UInt16Type),
        DataType::UInt32 => number!(UInt32Type),
        DataType::UInt64 => number!(UInt64Type),
        DataType::Float32 => number!(Float32Type),
        DataType::Float64 => number!(Float64Type),
        DataType::Struct(_) => object(column.as_struct(), row, out),
        DataType::List(_) => list(&column.as_list::<i32>().value(row), out),
        DataType::LargeList(_) => list(&column.as_list::<i64>().value(row), out),
        DataType::Dictionary(..) => {
            let dictionary = column.as_any_dictionary();
            cell(dictionary.values(), dictionary.normalized_keys()[row], out);
        }
        _ => out.push_str("null"),
    }
}

fn list(items: &ArrayRef, out: &mut String) {
    out.push('[');
    for row in 0..items.len() {
        if row > 0 {
            out.push(',');
        }
        cell(items, row, out);
    }
    out.push(']');
}

fn text(text: &str, out: &mut String) {
    // A string written to memory: it cannot fail.
    out.push_str(&serde_json::to_string(text).unwrap_or_default());
}
