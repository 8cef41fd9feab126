//! The nightly extract: every opportunity as an element of one XML file, often in a ZIP archive.

use std::io::{Cursor, Read};

use super::super::xml::{Element, read_elements};
use super::super::{Parsed, cap_records};
use super::EXPECTED;
use super::opportunity::Opportunity;
use crate::limits::MAX_PAYLOAD_BYTES;
use crate::payload::Payload;
use crate::problem::{PayloadError, Problems};
use crate::source::Source;

const POSTED: &str = "OpportunitySynopsisDetail_1_0";
const FORECAST: &str = "OpportunityForecastDetail_1_0";

/// The text of an extract; none where the payload is something else.
pub(super) fn text_of(payload: &Payload) -> Result<Option<String>, PayloadError> {
    let bytes = payload.plain()?;
    if bytes.starts_with(b"PK\x03\x04") {
        return Ok(Some(unpacked(&bytes)?));
    }
    drop(bytes);
    let text = payload.markup(&mut Problems::default())?;
    let start = text.trim_start_matches('\u{feff}').trim_start();
    let is_extract = start.starts_with('<') && start.get(..2_000).unwrap_or(start).contains("<Grants");
    Ok(is_extract.then_some(text))
}

pub(super) fn parse(text: &str, source: &Source, mut problems: Problems) -> Result<Parsed, PayloadError> {
    let mut offers = Vec::new();
    let mut number = 0;
    let root = read_elements(text, &[POSTED, FORECAST], EXPECTED, |element| {
        number += 1;
        let place = format!("record {number}");
        offers.extend(opportunity(&element).into_draft(&place, source, &mut problems));
    })?;
    if number == 0 && root == "Grants" {
        return Err(PayloadError::NoRecords);
    }
    if number == 0 {
        return Err(PayloadError::Form {
            expected: EXPECTED,
            detail: format!("its root is <{root}>, not <Grants>"),
        });
    }
    cap_records(&mut offers, &mut problems);
    Ok(Parsed { offers, problems: problems.into_vec() })
}

fn opportunity(element: &Element) -> Opportunity {
    let all = |name: &str| element.all(name).map(|one| one.text().trim().to_owned()).collect::<Vec<String>>();
    Opportunity {
        id: element.text_of("OpportunityID").unwrap_or_default(),
        title: element.text_of("OpportunityTitle").unwrap_or_default(),
        description: element.text_of("Description").unwrap_or_default(),
        agency: element.text_of("AgencyName"),
        posted: element.text_of("PostDate").or_else(|| element.text_of("EstimatedSynopsisPostDate")),
        closes: element.text_of("CloseDate").or_else(|| element.text_of("EstimatedSynopsisCloseDate")),
        closing_words: element
            .text_of("CloseDateExplanation")
            .or_else(|| element.text_of("EstimatedSynopsisCloseDateExplanation")),
        floor: element.text_of("AwardFloor"),
        ceiling: element.text_of("AwardCeiling"),
        total: element.text_of("EstimatedTotalProgramFunding"),
        instruments: all("FundingInstrumentType"),
        categories: all("CategoryOfFundingActivity"),
        applicants: all("EligibleApplicants"),
        eligibility: element.text_of("AdditionalInformationOnEligibility"),
        more: element.text_of("AdditionalInformationURL"),
        is_forecast: element.name == FORECAST,
    }
}

/// The first XML file of a ZIP archive.
fn unpacked(bytes: &[u8]) -> Result<String, PayloadError> {
    let broken = |detail: String| PayloadError::Syntax { expected: EXPECTED, detail };
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(error.to_string()))?;
    let is_xml = |name: &str| name.to_lowercase().ends_with(".xml");
    let at = archive.file_names().position(|name| name.is_ok_and(|name| is_xml(&name)));
    let Some(at) = at else { return Err(broken("the ZIP archive holds no XML file".to_owned())) };
    let file = archive.by_index(at).map_err(|error| broken(error.to_string()))?;
    let mut text = Vec::new();
    file.take(MAX_PAYLOAD_BYTES as u64 + 1)
        .read_to_end(&mut text)
        .map_err(|error| broken(error.to_string()))?;
    if text.len() > MAX_PAYLOAD_BYTES {
        return Err(PayloadError::TooLarge { limit: MAX_PAYLOAD_BYTES });
    }
    Ok(String::from_utf8_lossy(&text).into_owned())
}
