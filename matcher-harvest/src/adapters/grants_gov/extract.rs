//! The nightly extract: every opportunity as an element of one XML file, often in a ZIP archive.

use std::io::{Cursor, Read};

use flate2::read::MultiGzDecoder;
use jiff::civil::{Date, date};
use zip::ZipArchive;

use super::super::xml::{Element, stream_elements};
use super::super::{Parsed, cap_records};
use super::EXPECTED;
use super::opportunity::Opportunity;
use crate::limits::{EXTRACT_CLOSED_DAYS, MAX_LARGE_PAYLOAD_BYTES, MAX_STREAMED_BYTES};
use crate::payload::Payload;
use crate::problem::{PayloadError, Problems};
use crate::source::Source;

const POSTED: &str = "OpportunitySynopsisDetail_1_0";
const FORECAST: &str = "OpportunityForecastDetail_1_0";

/// How much of a file is looked at to tell an extract from something else.
const HEAD_BYTES: u64 = 2_000;

/// Whether a payload is an extract, packed or plain.
pub(super) fn looks_like(payload: &Payload) -> bool {
    let bytes = &payload.bytes[..];
    if bytes.starts_with(b"PK\x03\x04") {
        return true;
    }
    let mut head = Vec::new();
    let read = match bytes.starts_with(&[0x1f, 0x8b]) {
        true => MultiGzDecoder::new(bytes).take(HEAD_BYTES).read_to_end(&mut head),
        false => bytes.take(HEAD_BYTES).read_to_end(&mut head),
    };
    let head = String::from_utf8_lossy(&head);
    let start = head.trim_start_matches('\u{feff}').trim_start();
    (read.is_ok() || !head.is_empty()) && start.starts_with('<') && start.contains("<Grants")
}

/// The offers of an extract, read one opportunity at a time: unpacked it is some 300 MB.
pub(super) fn parse(payload: &Payload, source: &Source) -> Result<Parsed, PayloadError> {
    let bytes = &payload.bytes[..];
    if bytes.len() > MAX_LARGE_PAYLOAD_BYTES {
        return Err(PayloadError::TooLarge { limit: MAX_LARGE_PAYLOAD_BYTES });
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return unzipped(bytes, source);
    }
    match bytes.starts_with(&[0x1f, 0x8b]) {
        true => read(MultiGzDecoder::new(bytes), None, source),
        false => read(bytes, None, source),
    }
}

/// The first XML file of a ZIP archive.
fn unzipped(bytes: &[u8], source: &Source) -> Result<Parsed, PayloadError> {
    let broken = |detail: String| PayloadError::Syntax { expected: EXPECTED, detail };
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(error.to_string()))?;
    let is_xml = |name: &str| name.to_lowercase().ends_with(".xml");
    let at = archive.file_names().position(|name| name.is_ok_and(|name| is_xml(&name)));
    let Some(at) = at else { return Err(broken("the ZIP archive holds no XML file".to_owned())) };
    let file = archive.by_index(at).map_err(|error| broken(error.to_string()))?;
    let day = day_in(&String::from_utf8_lossy(file.name_raw()));
    read(file, day, source)
}

/// Every opportunity of `file` but those that were closed long before `day`, on which it was made.
fn read(file: impl Read, day: Option<Date>, source: &Source) -> Result<Parsed, PayloadError> {
    let mut problems = Problems::default();
    let mut offers = Vec::new();
    let (mut number, mut closed) = (0, 0);
    let mut file = Counted { file: file.take(MAX_STREAMED_BYTES + 1), read: 0 };
    let root = stream_elements(&mut file, &[POSTED, FORECAST], EXPECTED, |element| {
        number += 1;
        let place = format!("record {number}");
        if day.is_some_and(|day| was_closed_long_before(&element, day)) {
            closed += 1;
            return;
        }
        offers.extend(opportunity(&element).into_draft(&place, source, &mut problems));
    });
    if file.read > MAX_STREAMED_BYTES {
        return Err(PayloadError::TooLarge {
            limit: usize::try_from(MAX_STREAMED_BYTES).unwrap_or(usize::MAX),
        });
    }
    let root = root?;
    if closed > 0 {
        let detail = format!(
            "{closed} opportunities closed more than {EXTRACT_CLOSED_DAYS} days before the extract was made"
        );
        problems.note("payload", "skipped", detail);
    }
    if number == 0 && root == "Grants" {
        return Err(PayloadError::NoRecords);
    }
    if number == 0 {
        let detail = format!("its root is <{root}>, not <Grants>");
        return Err(PayloadError::Form { expected: EXPECTED, detail });
    }
    cap_records(&mut offers, &mut problems);
    Ok(Parsed { offers, problems: problems.into_vec() })
}

/// A reader that knows how much it gave.
struct Counted<R> {
    file: R,
    read: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let count = self.file.read(out)?;
        self.read += count as u64;
        Ok(count)
    }
}

/// The day in a name such as `GrantsDBExtract20260821v2.xml`.
fn day_in(name: &str) -> Option<Date> {
    let digits: String = name.chars().skip_while(|sign| !sign.is_ascii_digit()).take(8).collect();
    Date::strptime("%Y%m%d", digits).ok().filter(|day| (date(2010, 1, 1)..date(2101, 1, 1)).contains(day))
}

fn was_closed_long_before(element: &Element, day: Date) -> bool {
    let closes = element.text_of("CloseDate").and_then(|text| Date::strptime("%m%d%Y", text).ok());
    closes.is_some_and(|closes| (day - closes).get_days() > EXTRACT_CLOSED_DAYS)
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
