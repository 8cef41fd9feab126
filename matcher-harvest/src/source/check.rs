//! What a source file must fulfil beyond its form, so that a mistake shows when it is read, not at night.

use super::Source;
use crate::adapters::KeyHeader;
use crate::mapping::{Fields, Mapping, PageKind};

/// What is wrong with `source`, where and how to mend it.
pub(super) fn check(source: &Source) -> Result<(), String> {
    if source.min_records == 0 || source.min_records > source.max_records {
        return Err("min_records must be 1 to max_records: an empty feed is an error".to_owned());
    }
    if source.max_drop_percent > 100 {
        return Err("max_drop_percent must be 0 to 100".to_owned());
    }
    check_request(source)?;
    let most = crate::limits::MAX_LARGE_PAYLOAD_BYTES / (1024 * 1024);
    if source.max_megabytes.is_some_and(|megabytes| !(1..=most).contains(&megabytes)) {
        return Err(format!("max_megabytes must be 1 to {most}"));
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

fn check_request(source: &Source) -> Result<(), String> {
    if source.post_json.is_some() && !source.post_form.is_empty() {
        return Err("post_json and post_form exclude each other: a request has one body".to_owned());
    }
    if let Some(json) = &source.post_json {
        serde_json::from_str::<serde_json::Value>(json)
            .map_err(|error| format!("post_json is no JSON: {error}"))?;
    }
    match (&source.key_env, &source.key_header) {
        (None, Some(_)) => Err("key_header needs key_env, the environment variable of the key".to_owned()),
        (Some(name), _) if !is_variable(name) => Err(format!(
            "key_env {name:?} is no name of an environment variable: capital letters, digits and _ (never the key itself)"
        )),
        (Some(name), header) => check_header(name, header.as_deref().unwrap_or("X-Api-Key"), source),
        (None, None) => Ok(()),
    }
}

fn check_header(name: &str, header: &str, source: &Source) -> Result<(), String> {
    let key = KeyHeader { env: name.to_owned(), header: header.to_owned() };
    let (header, _) = key.with("key");
    if header.parse::<reqwest::header::HeaderName>().is_err() {
        return Err(format!("key_header {header:?} is no name of an HTTP header"));
    }
    // On this very machine there is nobody to listen.
    let is_local = matches!(source.url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    if source.url.scheme() != "https" && !is_local {
        return Err("a key is sent over https only".to_owned());
    }
    Ok(())
}

fn is_variable(name: &str) -> bool {
    let is_first = |first: char| first.is_ascii_uppercase() || first == '_';
    name.starts_with(is_first) && name.chars().all(|sign| is_first(sign) || sign.is_ascii_digit())
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
