//! What a source file must fulfil beyond its form, so that a mistake shows when it is read, not at night.

use super::Source;
use crate::mapping::{Fields, Mapping, PageKind};

/// What is wrong with `source`, where and how to mend it.
pub(super) fn check(source: &Source) -> Result<(), String> {
    if source.min_records == 0 || source.min_records > source.max_records {
        return Err("min_records must be 1 to max_records: an empty feed is an error".to_owned());
    }
    if source.max_drop_percent > 100 {
        return Err("max_drop_percent must be 0 to 100".to_owned());
    }
    let Some(adapter) = crate::adapters::find_adapter(&source.adapter) else {
        let known = crate::adapters::names().join(", ");
        return Err(format!("unknown adapter {:?}; known: {known}", source.adapter));
    };
    match &source.mapping {
        Some(mapping) => {
            check_mapping(mapping)?;
            adapter.check_mapping(mapping).map_err(|detail| format!("[mapping]: {detail}"))
        }
        None if adapter.needs_mapping() => Err(format!(
            "the adapter {} needs a section [mapping] that says where the fields stand",
            source.adapter
        )),
        None => Ok(()),
    }
}

fn check_mapping(mapping: &Mapping) -> Result<(), String> {
    check_fields(&mapping.fields, "mapping.fields")?;
    if let Some(detail) = &mapping.detail {
        check_fields(&detail.fields, "mapping.detail.fields")?;
    }
    let Some(pages) = &mapping.pages else { return Ok(()) };
    let missing = match pages.kind {
        PageKind::Number | PageKind::Offset => pages.parameter.is_none().then_some("parameter"),
        PageKind::Cursor if pages.parameter.is_none() => Some("parameter"),
        PageKind::Cursor | PageKind::Link => pages.next.is_none().then_some("next"),
    };
    match missing {
        Some(key) => Err(format!("[mapping.pages]: this kind of paging needs «{key}»")),
        None => Ok(()),
    }
}

fn check_fields(fields: &Fields, section: &str) -> Result<(), String> {
    for (field, rule) in fields.iter() {
        if let Some(format) = rule.formats.iter().find(|format| !crate::dates::is_format(format)) {
            return Err(format!(
                "[{section}] {field}: {format:?} is no date format; give a strptime format such as %d/%m/%Y, or iso, \
                 dmy, mdy, ymd, yyyymmdd, names, epoch, epoch-ms"
            ));
        }
        if let Some(zone) = &rule.time_zone
            && jiff::tz::TimeZone::get(zone).is_err()
        {
            return Err(format!(
                "[{section}] {field}: {zone:?} is no IANA time zone, such as America/Santiago"
            ));
        }
        let open = rule.template.as_deref().map_or(0, |text| text.matches('{').count());
        if rule.template.as_deref().is_some_and(|text| text.matches('}').count() != open || open == 0) {
            return Err(format!("[{section}] {field}: a template needs {{}} where the value goes"));
        }
    }
    Ok(())
}
