//! `/v1/offers`: what somebody abroad, or the region itself, offers.

use matcher_core::model::Offer;

use super::record_routes::record_routes;
use crate::dto::record::{OfferDraft, OfferRecord};

record_routes! {
    values: Offer, draft: OfferDraft, view: OfferRecord, tag: "offers", one: "an offer", many: "offers",
    operations: ["list_offers" "create_offer" "read_offer" "find_offer" "replace_offer" "edit_offer" "withdraw_offer" "import_offers"],
    example: {
        "title": {"es": "Pasantías en gestión de glaciares para profesionales municipales"},
        "summary": {"es": "Cuatro semanas en un observatorio de glaciares, con viaje y estadía pagados."},
        "url": "https://example.org/pasantias", "publisher": "Observatorio de Glaciares", "country": "AR",
        "territory": "AR-Z", "kinds": ["exchange-of-experience", "training"], "themes": ["environment"],
        "applicants": ["municipality"], "languages": ["es"], "deadlines": [{"date": "2027-03-31"}],
        "amount": {"max": "2500.00", "currency": "USD", "basis": "per-person"}
    },
    patch: {"publisher_kind": "research-centre", "summary": {"en": "Four weeks at a glacier observatory."}, "url": null},
    lines: "{\"source\":\"observatorio\",\"external_id\":\"2027-1\",\"title\":{\"es\":\"Pasantías en glaciares\"}}\n",
}
