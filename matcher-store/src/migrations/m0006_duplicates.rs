//! What is known of offers that several sources publish: signatures, likenesses, clusters, and what people judged.

use sea_orm::{ConnectionTrait, DbBackend, sea_query::Query};
use sea_orm_migration::prelude::*;

use super::{backend, code};
use crate::schema::{
    FollowedTable as Followed, JudgedPairTable as Pair, JudgementTable as Judgement, KeyTable as Key,
    LikenessTable as Likeness, SignedTable as Signed,
};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0006_duplicates"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let engine = backend(manager);
        for table in
            [signed(engine), keys(engine), likenesses(engine), judgements(engine), pairs(engine), followed()]
        {
            manager.create_table(table).await?;
        }
        for index in indexes() {
            manager.create_index(index).await?;
        }
        let first = Query::insert()
            .into_table(Followed::Table)
            .columns([
                Followed::Id,
                Followed::Sequence,
                Followed::Engine,
                Followed::Clusters,
                Followed::Joined,
                Followed::Unsure,
            ])
            .values([1, 0, 0, 0, 0, 0].map(Into::into))
            .map_err(|error| DbErr::Custom(error.to_string()))?
            .take();
        manager.get_connection().execute(&first).await?;
        Ok(())
    }
}

fn signed(engine: DbBackend) -> TableCreateStatement {
    Table::create()
        .table(Signed::Table)
        .col(code(Signed::RecordId, engine).not_null().primary_key())
        .col(ColumnDef::new(Signed::Revision).big_integer().not_null())
        .col(code(Signed::ClusterId, engine))
        .col(ColumnDef::new(Signed::Shown).big_integer().not_null())
        .col(code(Signed::RevisitOn, engine))
        .col(ColumnDef::new(Signed::Fingerprint).text().not_null())
        .take()
}

fn keys(engine: DbBackend) -> TableCreateStatement {
    let mut table = Table::create()
        .table(Key::Table)
        .col(code(Key::Key, engine).not_null())
        .col(code(Key::RecordId, engine).not_null())
        .primary_key(Index::create().col(Key::Key).col(Key::RecordId))
        .take();
    if engine == DbBackend::Sqlite {
        // The key is the whole row: one tree instead of two.
        table.extra("WITHOUT ROWID");
    }
    table
}

fn likenesses(engine: DbBackend) -> TableCreateStatement {
    Table::create()
        .table(Likeness::Table)
        .col(code(Likeness::LeftId, engine).not_null())
        .col(code(Likeness::RightId, engine).not_null())
        .col(ColumnDef::new(Likeness::Score).double().not_null())
        .col(code(Likeness::Verdict, engine).not_null())
        .col(ColumnDef::new(Likeness::Reasons).text().not_null())
        .col(ColumnDef::new(Likeness::Engine).big_integer().not_null())
        .primary_key(Index::create().col(Likeness::LeftId).col(Likeness::RightId))
        .take()
}

fn judgements(engine: DbBackend) -> TableCreateStatement {
    Table::create()
        .table(Judgement::Table)
        .col(ColumnDef::new(Judgement::Id).big_integer().not_null().primary_key())
        .col(code(Judgement::Decision, engine).not_null())
        .col(ColumnDef::new(Judgement::Because).text().not_null())
        .col(ColumnDef::new(Judgement::SaidBy).text().not_null())
        .col(ColumnDef::new(Judgement::AtMs).big_integer().not_null())
        .col(ColumnDef::new(Judgement::Undoes).big_integer().unique_key())
        .take()
}

fn pairs(engine: DbBackend) -> TableCreateStatement {
    Table::create()
        .table(Pair::Table)
        .col(ColumnDef::new(Pair::JudgementId).big_integer().not_null())
        .col(code(Pair::LeftId, engine).not_null())
        .col(code(Pair::RightId, engine).not_null())
        .primary_key(Index::create().col(Pair::JudgementId).col(Pair::LeftId).col(Pair::RightId))
        .foreign_key(
            ForeignKey::create()
                .name("judged_pair_judgement")
                .from(Pair::Table, Pair::JudgementId)
                .to(Judgement::Table, Judgement::Id),
        )
        .take()
}

/// How far the change log has been looked through for duplicates, by which version of the rules, and what was found.
fn followed() -> TableCreateStatement {
    Table::create()
        .table(Followed::Table)
        .col(ColumnDef::new(Followed::Id).integer().not_null().primary_key())
        .col(ColumnDef::new(Followed::Sequence).big_integer().not_null())
        .col(ColumnDef::new(Followed::Engine).big_integer().not_null())
        .col(ColumnDef::new(Followed::Clusters).big_integer().not_null())
        .col(ColumnDef::new(Followed::Joined).big_integer().not_null())
        .col(ColumnDef::new(Followed::Unsure).big_integer().not_null())
        .take()
}

fn indexes() -> [IndexCreateStatement; 7] {
    let index = |name: &str| Index::create().name(name).take();
    [
        index("signed_offer_cluster")
            .table(Signed::Table)
            .col(Signed::ClusterId)
            .col(Signed::RecordId)
            .take(),
        index("signed_offer_revisit").table(Signed::Table).col(Signed::RevisitOn).take(),
        index("blocking_key_record").table(Key::Table).col(Key::RecordId).take(),
        index("likeness_right").table(Likeness::Table).col(Likeness::RightId).take(),
        index("likeness_verdict")
            .table(Likeness::Table)
            .col(Likeness::Verdict)
            .col(Likeness::LeftId)
            .col(Likeness::RightId)
            .take(),
        index("judged_pair_left").table(Pair::Table).col(Pair::LeftId).take(),
        index("judged_pair_right").table(Pair::Table).col(Pair::RightId).take(),
    ]
}
