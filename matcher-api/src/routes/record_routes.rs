//! The eight routes that each kind of record has, written once: paths, documentation and handlers.
//!
//! Only what differs is given by `offers.rs`, `needs.rs` and `partners.rs`: names, types and examples.

/// Declares the routes of one kind of record and `configure`, which registers them.
macro_rules! record_routes {
    (
        values: $values:ty, draft: $draft:ty, view: $view:ty, tag: $tag:literal, one: $one:literal, many: $many:literal,
        operations: [$list:literal $create:literal $read:literal $find:literal $replace:literal
            $edit:literal $withdraw:literal $import:literal],
        example: $example:tt, patch: $patch:tt, lines: $lines:literal $(,)?
    ) => {
        use actix_web::{HttpRequest, HttpResponse, delete, get, patch, post, put, web};

        use crate::auth::Writer;
        use crate::dto::bulk::{BulkParams, BulkReport};
        use crate::dto::filter::ListParams;
        use crate::dto::params::{Asked, NoParams};
        use crate::dto::record::Page;
        use crate::problem::Problem;
        use crate::problem::faults::{
            BulkFaults, CreateFaults, EditFaults, ListFaults, ReadFaults, ReplaceFaults, WithdrawFaults,
        };
        use crate::routes::{bulk, records};
        use crate::state::App;

        /// Registers the routes of this kind; the bulk import first, so that no id shadows it.
        pub(super) fn configure(config: &mut utoipa_actix_web::service_config::ServiceConfig<'_>) {
            config
                .service(import)
                .service(find)
                .service(replace)
                .service(list)
                .service(create)
                .service(read)
                .service(edit)
                .service(withdraw);
        }

        #[utoipa::path(
            tag = $tag, operation_id = $list,
            summary = concat!("List ", $many),
            description = "In the order of ids, page by page; withdrawn records only on request. The `Link` header names the next page. Conditional on `ETag`.",
            params(ListParams),
            responses(
                (status = 200, description = "A page.", body = Page<$view>,
                    headers(("ETag" = String, description = "Weak; changes with the change log, the day, and the profile, page size and version of the server."),
                            ("Link" = String, description = "`rel=\"next\"`, where there is a next page."))),
                (status = 304, description = "Unchanged since the `If-None-Match` given."),
                ListFaults
            )
        )]
        #[get("")]
        async fn list(app: web::Data<App>, request: HttpRequest, asked: Asked<ListParams>) -> Result<HttpResponse, Problem> {
            records::list::<$values>(&app, &request, asked.0).await
        }

        #[utoipa::path(
            tag = $tag, operation_id = $create,
            summary = concat!("Create ", $one),
            description = "One flat JSON object: the values, and if wanted `source` (default `api`), `external_id` (made here when absent) and `evidence` (field → sentence it was read from). Text without a language tag has its language detected.",
            request_body(content = $draft, description = "The values.", content_type = "application/json", example = json!($example)),
            responses(
                (status = 201, description = "Created.", body = $view,
                    headers(("Location" = String, description = "Where it is."), ("ETag" = String, description = "Its revision."))),
                CreateFaults
            ),
            security((), ("token" = []))
        )]
        #[post("")]
        async fn create(
            app: web::Data<App>, request: HttpRequest, _may: Writer, _asked: Asked<NoParams>, payload: web::Payload,
        ) -> Result<HttpResponse, Problem> {
            records::create::<$values>(&app, &request, payload).await
        }

        #[utoipa::path(
            tag = $tag, operation_id = $read,
            summary = concat!("Read ", $one),
            description = "The whole record, withdrawn or not, with the provenance of every field. Conditional on `ETag`.",
            params(("id" = String, Path, description = "The record's id.")),
            responses(
                (status = 200, description = "The record.", body = $view,
                    headers(("ETag" = String, description = "Its revision (and the day, where availability is shown); give it back as `If-Match` or `If-None-Match`."))),
                (status = 304, description = "Unchanged since the `If-None-Match` given."),
                ReadFaults
            )
        )]
        #[get("/{id}")]
        async fn read(
            app: web::Data<App>, request: HttpRequest, id: web::Path<String>, _asked: Asked<NoParams>,
        ) -> Result<HttpResponse, Problem> {
            records::read::<$values>(&app, &request, &id).await
        }

        #[utoipa::path(
            tag = $tag, operation_id = $find,
            summary = concat!("Read ", $one, " by its external id"),
            description = "The same by what the source calls it.",
            params(("source" = String, Path, description = "Where it comes from.", example = "eu-portal"),
                   ("external_id" = String, Path, description = "What the source calls it; percent-encode what an address cannot hold.")),
            responses((status = 200, description = "The record.", body = $view,
                    headers(("ETag" = String, description = "As for reading by id."))),
                (status = 304, description = "Unchanged since the `If-None-Match` given."), ReadFaults)
        )]
        #[get("/by-external-id/{source}/{external_id:.+}")]
        async fn find(
            app: web::Data<App>, request: HttpRequest, path: web::Path<(String, String)>, _asked: Asked<NoParams>,
        ) -> Result<HttpResponse, Problem> {
            records::read_by_external_id::<$values>(&app, &request, &path.0, &path.1).await
        }

        #[utoipa::path(
            tag = $tag, operation_id = $replace,
            summary = concat!("State ", $one, " in full"),
            description = "Creates or replaces what the source says; what staff said over it stays. Idempotent: saying the same again writes nothing and keeps the revision. `If-Match` replaces only the revision named (`*`: any), `If-None-Match: *` only creates. What was withdrawn stands again, unless staff withdrew it.",
            params(("source" = String, Path, description = "Where it comes from.", example = "eu-portal"),
                   ("external_id" = String, Path, description = "What the source calls it; percent-encode what an address cannot hold."),
                   ("If-Match" = Option<String>, Header, description = "An `ETag` of the record, or `*`: only replace."),
                   ("If-None-Match" = Option<String>, Header, description = "`*`: only create.")),
            request_body(content = $draft, description = "The values, all of them.", content_type = "application/json", example = json!($example)),
            responses(
                (status = 200, description = "Replaced, or unchanged.", body = $view, headers(("ETag" = String, description = "Its revision."))),
                (status = 201, description = "Created.", body = $view,
                    headers(("Location" = String, description = "Where it is."), ("ETag" = String, description = "Its revision."))),
                ReplaceFaults
            ),
            security((), ("token" = []))
        )]
        #[put("/by-external-id/{source}/{external_id:.+}")]
        async fn replace(
            app: web::Data<App>, request: HttpRequest, _may: Writer, path: web::Path<(String, String)>,
            _asked: Asked<NoParams>, payload: web::Payload,
        ) -> Result<HttpResponse, Problem> {
            records::replace::<$values>(&app, &request, payload, &path.0, &path.1).await
        }

        #[utoipa::path(
            tag = $tag, operation_id = $edit,
            summary = concat!("Edit ", $one),
            description = "A JSON Merge Patch (RFC 7396) on what the record shows, kept as staff's own words: no harvest overwrites them. `null` takes staff's value back, so that the source's shows again.",
            params(("id" = String, Path, description = "The record's id."),
                   ("If-Match" = Option<String>, Header, description = "An `ETag` of the record: edit only that revision.")),
            request_body(content = $values, description = "The fields to change.", content_type = "application/merge-patch+json", example = json!($patch)),
            responses(
                (status = 200, description = "The record as it is now.", body = $view, headers(("ETag" = String, description = "Its revision."))),
                EditFaults
            ),
            security((), ("token" = []))
        )]
        #[patch("/{id}")]
        async fn edit(
            app: web::Data<App>, request: HttpRequest, _may: Writer, id: web::Path<String>,
            _asked: Asked<NoParams>, payload: web::Payload,
        ) -> Result<HttpResponse, Problem> {
            records::edit::<$values>(&app, &request, payload, &id).await
        }

        #[utoipa::path(
            tag = $tag, operation_id = $withdraw,
            summary = concat!("Withdraw ", $one),
            description = "The record stays readable with `withdrawn_at`, leaves lists and matches nothing. Withdrawing twice changes nothing. What came from a source other than `api` is withdrawn in staff's name, and no harvest restores it.",
            params(("id" = String, Path, description = "The record's id."),
                   ("If-Match" = Option<String>, Header, description = "An `ETag` of the record: withdraw only that revision.")),
            responses((status = 200, description = "The withdrawn record.", body = $view, headers(("ETag" = String, description = "Its revision."))), WithdrawFaults),
            security((), ("token" = []))
        )]
        #[delete("/{id}")]
        async fn withdraw(
            app: web::Data<App>, request: HttpRequest, _may: Writer, id: web::Path<String>, _asked: Asked<NoParams>,
        ) -> Result<HttpResponse, Problem> {
            records::withdraw::<$values>(&app, &request, &id).await
        }

        #[utoipa::path(
            tag = $tag, operation_id = $import,
            summary = concat!("Import many ", $many),
            description = "One JSON object a line (UTF-8), each with its `external_id` and, unless it is `api`, its `source`. Good lines are stored, bad ones reported with their line, one above 1 MiB among them; sending the same again changes nothing. At most 50 MiB and 100,000 lines unless the server is set otherwise. Compressed bodies are not read.",
            params(BulkParams),
            request_body(content = String, description = "JSON lines.", content_type = "application/x-ndjson", example = json!($lines)),
            responses((status = 200, description = "Every line with its outcome.", body = BulkReport), BulkFaults),
            security((), ("token" = []))
        )]
        #[post("/import")]
        async fn import(
            app: web::Data<App>, request: HttpRequest, _may: Writer, asked: Asked<BulkParams>, payload: web::Payload,
        ) -> Result<HttpResponse, Problem> {
            bulk::import::<$values>(&app, &request, payload, &asked.0).await
        }
    };
}

pub(super) use record_routes;
