//! Direction: api → {store, core}; harvest → {store, core}; store → core; core → none of ours and nothing async.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, PackageId};

use super::assert_none;
use crate::harness::root;

const ALLOWED: &[(&str, &[&str])] = &[
    ("matcher-core", &[]),
    ("matcher-store", &["matcher-core"]),
    ("matcher-harvest", &["matcher-core", "matcher-store"]),
    ("matcher-api", &["matcher-core", "matcher-store"]),
];

const NOT_IN_CORE: &[&str] =
    &["tokio", "async-std", "sqlx", "sqlx-core", "sea-orm", "reqwest", "hyper", "actix-web", "actix-http"];

/// The graph for this machine alone: what other platforms need was never downloaded.
fn metadata() -> Metadata {
    let version = Command::new("rustc").arg("-vV").output().expect("rustc answers").stdout;
    let version = String::from_utf8(version).expect("text");
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).expect("a host triple");
    MetadataCommand::new()
        .manifest_path(root().join("Cargo.toml"))
        .other_options(["--offline", "--locked", "--filter-platform", host].map(str::to_owned).to_vec())
        .exec()
        .expect("cargo metadata")
}

#[test]
fn crates_depend_in_one_direction() {
    let metadata = metadata();
    let mut offenders = Vec::new();
    for (name, allowed) in ALLOWED {
        let package = metadata.workspace_packages().into_iter().find(|p| p.name == *name).expect(name);
        for dependency in &package.dependencies {
            let ours =
                dependency.name.starts_with("matcher-") && dependency.kind != DependencyKind::Development;
            if ours && !allowed.contains(&dependency.name.as_str()) {
                offenders.push(format!("{name} → {}", dependency.name));
            }
        }
    }
    assert_none("dependencies against the direction", &offenders);
}

#[test]
fn core_reaches_no_runtime_network_or_database() {
    let metadata = metadata();
    let resolve = metadata.resolve.as_ref().expect("a resolved graph");
    let edges: BTreeMap<&PackageId, Vec<&PackageId>> = resolve
        .nodes
        .iter()
        .map(|node| {
            let normal = node
                .deps
                .iter()
                .filter(|dep| dep.dep_kinds.iter().any(|kind| kind.kind == DependencyKind::Normal));
            (&node.id, normal.map(|dep| &dep.pkg).collect())
        })
        .collect();
    let core = metadata.packages.iter().find(|p| p.name == "matcher-core").expect("matcher-core");
    let mut reached = BTreeSet::new();
    let mut open = vec![&core.id];
    while let Some(id) = open.pop() {
        if reached.insert(id) {
            open.extend(edges.get(id).into_iter().flatten());
        }
    }
    let offenders: Vec<String> = metadata
        .packages
        .iter()
        .filter(|p| reached.contains(&p.id) && NOT_IN_CORE.contains(&p.name.as_str()))
        .map(|p| format!("matcher-core reaches {}", p.name))
        .collect();
    assert_none("the core must stay pure", &offenders);
}

#[test]
fn every_workspace_dependency_is_used() {
    let manifest: toml::Table = super::read("Cargo.toml".as_ref()).parse().expect("Cargo.toml");
    let declared = manifest["workspace"]["dependencies"].as_table().expect("workspace.dependencies");
    let used: BTreeSet<String> = metadata()
        .workspace_packages()
        .into_iter()
        .flat_map(|p| p.dependencies.iter().map(|d| d.name.clone()).collect::<Vec<_>>())
        .collect();
    let offenders: Vec<String> = declared.keys().filter(|name| !used.contains(*name)).cloned().collect();
    assert_none("declared in the workspace and used by no crate", &offenders);
}

/// A dependency that a crate declares but never names in its source only costs build time.
#[test]
fn every_crate_names_its_dependencies() {
    let mut offenders = Vec::new();
    for package in metadata().workspace_packages() {
        let folder = package
            .manifest_path
            .parent()
            .expect("a folder")
            .strip_prefix(root())
            .expect("inside")
            .to_owned();
        let source: String = super::tracked_with(&["rs", "html"])
            .into_iter()
            .filter(|path| path.starts_with(&folder))
            .map(|path| super::read(&path))
            .collect();
        for dependency in &package.dependencies {
            let name = dependency.rename.as_ref().unwrap_or(&dependency.name).replace('-', "_");
            if !source.contains(&name) {
                offenders.push(format!("{} declares {} and never uses it", package.name, dependency.name));
            }
        }
    }
    assert_none("idle dependencies", &offenders);
}
