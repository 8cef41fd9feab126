//! The words that exclude what is named after them, or seem to, by language.

use crate::text::TextLanguage;

/// Folded words of one language, separated by spaces.
pub(super) struct Cues {
    /// Words that exclude whatever follows.
    pub(super) excluding: &'static str,
    /// Words that say that something is not there.
    pub(super) privative: &'static str,
    pub(super) negating: &'static str,
    /// Verbs that exclude when negated.
    pub(super) including: &'static str,
    /// After these the sentence turns: what was excluded before is not any more.
    pub(super) turning: &'static str,
    /// What after a negation makes it none (`no solo`, `sin fines de lucro`, `without access to`).
    pub(super) harmless: &'static str,
    /// Who may lack something.
    pub(super) lacking: &'static str,
}

/// In the order of [`TextLanguage::ALL`].
pub(super) const CUES: [Cues; TextLanguage::ALL.len()] = [
    Cues {
        excluding: "excluye excluyen excluyendo excluira excepto exceptuando salvo",
        privative: "sin",
        negating: "no ni",
        including: "incluye incluyen incluira incluiran contempla contemplan considera consideran cubre cubren \
            financia financian financiara financiaran apoya apoyan elegible elegibles aplica aplican \
            aceptan aceptaran abarca abarcan",
        turning: "pero sino aunque",
        harmless: "solo solamente unicamente perjuicio embargo obstante fines lucro acceso mas",
        lacking: "personas persona familias hogares viviendas localidades localidad sectores comunidades \
            comunidad comunas comuna poblacion habitantes escuelas establecimientos ninos mujeres \
            jovenes adultos zonas areas territorios pueblos vecinos",
    },
    Cues {
        excluding: "excluding excludes except ineligible barring",
        privative: "without",
        negating: "not non no nor never",
        including: "include included includes cover covers fund funds funded support supports supported \
            eligible apply accept accepted consider considered finance",
        turning: "but however though although rather",
        harmless: "only just merely limited prejudice profit access least regard",
        lacking: "people persons families households homes communities villages schools children women areas \
            regions countries populations youth those students",
    },
    Cues {
        excluding: "hors excluant exclut excluent excepte exception sauf",
        privative: "sans",
        negating: "pas non ni ne n",
        including: "inclut incluent comprend comprennent couvre couvrent finance financent eligible eligibles \
            concerne concernent soutient",
        turning: "mais toutefois cependant",
        harmless: "seulement uniquement prejudice but lucratif acces limite limiter",
        lacking: "personnes familles menages logements communautes villages ecoles enfants femmes zones \
            regions populations jeunes habitants territoires",
    },
    Cues {
        excluding: "excluindo exclui excluem exceto excepto salvo",
        privative: "sem",
        negating: "nao nem",
        including: "inclui incluem contempla contemplam cobre cobrem financia financiam apoia elegivel \
            elegiveis aplica considera abrange abrangem",
        turning: "mas porem",
        harmless: "so apenas somente prejuizo fins lucrativos acesso obstante",
        lacking: "pessoas familias domicilios comunidades localidades escolas criancas mulheres jovens \
            populacao populacoes areas zonas regioes municipios",
    },
    Cues {
        excluding: "ausgenommen ausser ausschliesst ausgeschlossen",
        privative: "ohne",
        negating: "nicht kein keine keinen weder noch",
        including: "umfasst umfassen gefordert fordert fordern unterstutzt unterstutzen finanziert forderfahig \
            berechtigt berucksichtigt",
        turning: "aber sondern jedoch doch",
        harmless: "nur zugang gewinnabsicht weiteres",
        lacking: "menschen personen familien haushalte gemeinden schulen kinder frauen gebiete regionen lander",
    },
];
