//! The shipped profiles read well, and each impossible one is refused by name.

use super::*;

fn code(text: &str) -> TerritoryCode {
    text.parse().expect(text)
}

fn country(text: &str) -> CountryCode {
    text.parse().expect(text)
}

#[test]
fn the_shipped_profiles_read_and_differ() {
    let stamps: BTreeSet<_> = Profile::shipped_ids()
        .iter()
        .map(|id| {
            let profile = Profile::shipped(id).expect(id);
            assert_eq!(profile.id, *id);
            assert_eq!(profile.digest.len(), 16);
            profile.digest
        })
        .collect();
    assert_eq!(stamps.len(), 2);
    assert!(matches!(Profile::shipped("lagos"), Err(ProfileError::Unknown { .. })));
}

#[test]
fn the_digest_follows_the_content_not_the_layout() {
    let text = SHIPPED[0].1;
    let read = |text: &str| Profile::from_toml(text).expect("a profile").digest;
    assert_eq!(read(text), read(&format!("# a remark\n\n{text}")));
    assert_ne!(read(text), read(&text.replace("fit_share = 0.30", "fit_share = 0.31")));
}

#[test]
fn a_comuna_lies_in_its_province_and_region() {
    let profile = Profile::shipped("aysen").expect("aysen");
    let lineage: Vec<_> = profile.lineage(&code("11302")).map(|t| t.code.as_str()).collect();
    assert_eq!(lineage, ["11302", "113", "CL-AI"]);
    assert_eq!(profile.lineage(&code("AR-U")).count(), 0);
}

#[test]
fn a_territory_stands_before_its_country_and_silence_is_unknown() {
    let profile = Profile::shipped("aysen").expect("aysen");
    let place = |country: Option<&str>, territory: Option<&str>| {
        let country = country.map(self::country);
        let territory = territory.map(code);
        profile
            .zone_of(country.as_ref(), territory.as_ref())
            .map(|found| (found.zone.id.clone(), found.place.to_owned(), found.priority))
    };
    let zone = |id: &str, place: &str, priority| Some((id.to_owned(), place.to_owned(), priority));
    assert_eq!(place(Some("US"), Some("US-MT")), zone("eu-us", "US-MT", 1.0));
    assert_eq!(place(Some("US"), Some("US-TX")), zone("eu-us", "US", 0.80));
    assert_eq!(place(None, Some("AR-X")), zone("latin-america", "AR", 1.0));
    assert_eq!(place(Some("CL"), None), None);
    assert_eq!(place(None, None), None);
}

#[test]
fn impossible_profiles_are_refused_by_name() {
    let text = SHIPPED[0].1;
    for (from, to, code) in [
        ("id = \"aysen\"", "id = \"Aysén\"", "not-a-slug"),
        ("version = 3", "version = 0", "out-of-range"),
        ("America/Coyhaique", "Coyhaique", "time-zone"),
        ("zone_bound = 0.05", "zone_bound = 0.6", "out-of-range"),
        ("theme = 0.20", "theme = -1.0", "out-of-range"),
        ("theme = 0.20", "theme = nan", "out-of-range"),
        ("possible = 0.33", "possible = 0.9", "out-of-range"),
        ("priority = 0.85", "priority = 1.85", "out-of-range"),
        ("default = 45", "default = 4500", "out-of-range"),
        ("\"AR\", \"BO\"", "\"BO\"", "favoured-elsewhere"),
        ("\"AR\", \"BO\"", "\"AR\", \"US\"", "place-twice"),
        ("code = \"11302\"", "code = \"11301\"", "territory-twice"),
        ("parent = \"113\"", "parent = \"119\"", "parent-unknown"),
        ("region = \"CL-AI\"", "region = \"CL-MA\"", "region-unknown"),
        ("code = \"CL-AI\"", "code = \"CL-AI\"\nparent = \"113\"", "parent-cycle"),
    ] {
        assert!(text.contains(from), "{from} stands in the profile");
        match Profile::from_toml(&text.replacen(from, to, 1)) {
            Err(ProfileError::Invalid(problems)) => {
                assert!(problems.iter().any(|problem| problem.code == code), "{to}: {problems:?}");
            }
            other => panic!("{to}: expected {code}, got {other:?}"),
        }
    }
}

#[test]
fn unknown_and_missing_keys_are_named() {
    let text = SHIPPED[0].1;
    for (from, to, named) in [
        ("fit_share", "fit_shere", "fit_shere"),
        ("grant = 75", "grants = 75", "grants"),
        ("country = \"CL\"", "", "country"),
        ("country = \"CL\"", "country = \"Chile\"", "country code"),
        ("pole = \"regional\"", "pole = \"north\"", "north"),
    ] {
        match Profile::from_toml(&text.replacen(from, to, 1)) {
            Err(ProfileError::Malformed(message)) => assert!(message.contains(named), "{to}: {message}"),
            other => panic!("{to}: got {other:?}"),
        }
    }
}
