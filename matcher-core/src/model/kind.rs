//! Kinds of cooperation: money is one of twelve.

use super::validated::coded_enum;

coded_enum! {
    /// What form the cooperation takes; an offer or a need may name several.
    CooperationKind, "kind of cooperation", {
        /// Money for a project.
        Grant => "grant",
        /// Scholarship, fellowship or mobility of persons.
        Scholarship => "scholarship",
        /// Experts who help on the spot or at a distance.
        TechnicalAssistance => "technical-assistance",
        /// A course.
        Training => "training",
        /// Study visit, internship or exchange of experience between peers.
        ExchangeOfExperience => "exchange-of-experience",
        /// A common research project.
        JointResearch => "joint-research",
        /// Residency, festival, touring or other cultural exchange.
        CulturalExchange => "cultural-exchange",
        /// Twinning of cities or regions (hermanamiento).
        Twinning => "twinning",
        /// Equipment given.
        EquipmentDonation => "equipment-donation",
        /// A third country pays or hosts (South–South and triangular).
        TriangularCooperation => "triangular-cooperation",
        /// Membership of a network.
        Network => "network",
        /// Business round or trade mission.
        BusinessRound => "business-round",
    }
}
