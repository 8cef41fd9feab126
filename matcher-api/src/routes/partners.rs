//! `/v1/partners`: foreign institutions and territories that may cooperate.

use matcher_core::model::Partner;

use super::record_routes::record_routes;
use crate::dto::record::{PartnerDraft, PartnerRecord};

record_routes! {
    values: Partner, draft: PartnerDraft, view: PartnerRecord, tag: "partners", one: "a partner", many: "partners",
    operations: ["list_partners" "create_partner" "read_partner" "find_partner" "replace_partner" "edit_partner" "withdraw_partner" "import_partners"],
    example: {
        "name": {"es": "Provincia del Chubut"}, "actor": "province", "country": "AR", "territory": "AR-U",
        "themes": ["environment", "culture"], "kinds": ["exchange-of-experience"], "languages": ["es"],
        "ties": [{"territory": "CL-AI", "kind": "network", "note": "Comité de Integración Austral"}]
    },
    patch: {"url": "https://www.chubut.gov.ar/"},
    lines: "{\"external_id\":\"chubut\",\"name\":{\"es\":\"Provincia del Chubut\"},\"country\":\"AR\"}\n",
}
