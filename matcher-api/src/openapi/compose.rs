//! Makes the gathered schemas say what is read and written: flattened structs as one object, text in two forms.
//!
//! Serde lays flattened structs into one object, but `allOf` over closed schemas (`additionalProperties: false`)
//! admits nothing: each part forbids the fields of the others.

use std::collections::BTreeMap;

use utoipa::openapi::schema::{AdditionalProperties, AllOf, ArrayItems, Components, Object, Schema, Type};
use utoipa::openapi::{ObjectBuilder, OneOfBuilder, RefOr};

/// What clients send in full; unknown fields in it are errors.
const CLOSED: &str = "Draft";

/// Rewrites the schemas in place.
pub(super) fn compose(components: &mut Components) {
    let known = components.schemas.clone();
    for (name, schema) in &mut components.schemas {
        flatten(schema, &known);
        if name.ends_with(CLOSED)
            && let RefOr::T(Schema::Object(whole)) = schema
        {
            whole.additional_properties = Some(Box::new(AdditionalProperties::FreeForm(false)));
        }
    }
    // Written but never read, it is left out of the gathered schema.
    if let Some(RefOr::T(Schema::Object(profile))) = components.schemas.get_mut("Profile") {
        let digest = ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("BLAKE3 of the content, first 16 hex digits."));
        profile.properties.insert("digest".to_owned(), digest.into());
        profile.required.push("digest".to_owned());
    }
    if let Some(text) = components.schemas.get_mut("Localized") {
        *text = either_form(text.clone());
    }
}

/// Makes every `allOf` of several parts in a schema, however deep, one object.
fn flatten(schema: &mut RefOr<Schema>, known: &BTreeMap<String, RefOr<Schema>>) {
    let RefOr::T(schema) = schema else { return };
    if let Schema::AllOf(parts) = schema
        && parts.items.len() > 1
        && let Some(whole) = merge(parts, known)
    {
        *schema = Schema::Object(whole);
    }
    match schema {
        Schema::Object(object) => object.properties.values_mut().for_each(|part| flatten(part, known)),
        Schema::Array(array) => {
            if let ArrayItems::RefOrSchema(items) = &mut array.items {
                flatten(items, known);
            }
        }
        Schema::OneOf(forms) => forms.items.iter_mut().for_each(|form| flatten(form, known)),
        _ => {}
    }
}

/// The parts as one open object; `None` when one of them is no plain object.
fn merge(parts: &AllOf, known: &BTreeMap<String, RefOr<Schema>>) -> Option<Object> {
    let mut whole = Object::default();
    whole.description.clone_from(&parts.description);
    whole.example.clone_from(&parts.example);
    for part in &parts.items {
        let part = match part {
            RefOr::Ref(reference) => known.get(reference.ref_location.rsplit('/').next()?)?,
            part => part,
        };
        let RefOr::T(Schema::Object(part)) = part else { return None };
        whole.properties.extend(part.properties.clone());
        whole.required.extend(part.required.iter().cloned());
    }
    Some(whole)
}

/// Text by language, or a bare string whose language is to be found out.
fn either_form(tagged: RefOr<Schema>) -> RefOr<Schema> {
    let bare = ObjectBuilder::new()
        .schema_type(Type::String)
        .description(Some("Only on its way in: text of a language that the server finds out."));
    RefOr::T(OneOfBuilder::new().item(tagged).item(bare).into())
}
