//! Who acts: the same list serves applicants, publishers, partners and those in need.

use super::validated::coded_enum;

coded_enum! {
    /// What sort of body somebody is.
    ActorKind, "kind of actor", {
        /// A municipality (comuna, commune, city).
        Municipality => "municipality",
        /// An association of municipalities.
        MunicipalAssociation => "municipal-association",
        /// A province, department or county.
        Province => "province",
        /// A regional or state government.
        RegionalGovernment => "regional-government",
        /// A public service or state agency at work in the territory.
        PublicService => "public-service",
        /// A national government, ministry or cooperation agency.
        NationalAgency => "national-agency",
        /// A multilateral body or development bank.
        Multilateral => "multilateral",
        /// A university.
        University => "university",
        /// A research centre.
        ResearchCentre => "research-centre",
        /// A school or training centre.
        School => "school",
        /// A museum, theatre, library, orchestra or other cultural body.
        CulturalInstitution => "cultural-institution",
        /// A non-governmental organisation or foundation.
        Ngo => "ngo",
        /// A neighbourhood, indigenous or other community organisation.
        CommunityOrganisation => "community-organisation",
        /// A firm or cooperative.
        Firm => "firm",
        /// A chamber or trade association.
        Chamber => "chamber",
        /// A natural person.
        Person => "person",
    }
}

coded_enum! {
    /// The level on which counterparts understand each other.
    Level, "level", {
        /// Municipal.
        Local => "local",
        /// Regional, provincial, state.
        Regional => "regional",
        /// National.
        National => "national",
        /// Several states.
        Multilateral => "multilateral",
        /// Universities, research centres, schools.
        Academic => "academic",
        /// Civil society and culture.
        Civil => "civil",
        /// Firms and chambers.
        Private => "private",
        /// A person.
        Individual => "individual",
    }
}

impl ActorKind {
    /// The level this kind of body belongs to.
    pub const fn level(self) -> Level {
        match self {
            Self::Municipality | Self::MunicipalAssociation => Level::Local,
            Self::Province | Self::RegionalGovernment => Level::Regional,
            Self::PublicService | Self::NationalAgency => Level::National,
            Self::Multilateral => Level::Multilateral,
            Self::University | Self::ResearchCentre | Self::School => Level::Academic,
            Self::CulturalInstitution | Self::Ngo | Self::CommunityOrganisation => Level::Civil,
            Self::Firm | Self::Chamber => Level::Private,
            Self::Person => Level::Individual,
        }
    }

    /// Whether this body is a territory's own government.
    pub const fn is_territorial(self) -> bool {
        matches!(self.level(), Level::Local | Level::Regional)
    }
}
