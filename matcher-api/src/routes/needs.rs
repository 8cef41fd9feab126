//! `/v1/needs`: what a municipality, service or university of the region needs.

use matcher_core::model::Need;

use super::record_routes::record_routes;
use crate::dto::record::{NeedDraft, NeedRecord};

record_routes! {
    values: Need, draft: NeedDraft, view: NeedRecord, tag: "needs", one: "a need", many: "needs",
    operations: ["list_needs" "create_need" "read_need" "find_need" "replace_need" "edit_need" "withdraw_need" "import_needs"],
    example: {
        "title": {"es": "Agua potable rural para Caleta Tortel"},
        "description": {"es": "Captación y tratamiento de agua para localidades aisladas sin red."},
        "territory": "11303", "institution": "Municipalidad de Tortel", "institution_kind": "municipality",
        "challenge": "social", "themes": ["environment"], "kinds": ["technical-assistance", "grant"],
        "languages": ["es"], "preparation_days": 60
    },
    patch: {"experience": "some", "co_financing_percent": 10},
    lines: "{\"external_id\":\"tortel-1\",\"title\":{\"es\":\"Agua potable rural\"},\"territory\":\"11303\"}\n",
}
