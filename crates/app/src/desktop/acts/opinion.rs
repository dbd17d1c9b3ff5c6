//! The opinion, and own phrases for it.

use hengping_core::scheme::Reader;

use super::super::leaf_views as leaf;
use super::super::session::Session;
use super::super::wire::TextView;
use super::super::wire::desk::Saved;
use super::super::wire::round::OfApplication;
use super::super::wire::start::Nothing;
use super::super::wire::tables::*;
use super::desk::saved;
use super::text::id;
use crate::error::Result;
use crate::expert::{OpinionShown, OwnWords};

pub(in crate::desktop) fn opinion(
    session: &mut Session,
    request: OfApplication,
) -> Result<OpinionView> {
    let application = id(&request.application)?;
    let expert = session.expert()?;
    let shown = expert.opinion_shown(&application)?;
    let form = &shown.scheme.opinion;
    let recommendations = form.recommendations.iter();
    let chosen = shown.opinion.recommendation.as_ref();
    Ok(OpinionView {
        application: request.application,
        fields: fields(&shown),
        recommendations: recommendations
            .map(|known| leaf::named(&known.code, &known.name))
            .collect(),
        recommendation: chosen.map(ToString::to_string),
        material: shown
            .words
            .iter()
            .map(|words| material(&shown, words))
            .collect(),
        phrases: expert.phrases()?,
        sealed: shown.sealed,
    })
}

fn fields(shown: &OpinionShown) -> Vec<OpinionFieldView> {
    let texts = &shown.opinion.fields;
    let fields = shown.scheme.opinion.fields.iter();
    fields
        .map(|field| OpinionFieldView {
            code: field.code.to_string(),
            name: TextView::from(&field.name),
            readers: field
                .readers
                .iter()
                .map(|reader| word(*reader).to_owned())
                .collect(),
            required: field.required,
            text: texts.get(&field.code).cloned().unwrap_or_default(),
        })
        .collect()
}

fn word(reader: Reader) -> &'static str {
    match reader {
        Reader::Province => "province",
        Reader::Panel => "panel",
        Reader::VisitTeam => "visit",
    }
}

fn material(shown: &OpinionShown, words: &OwnWords) -> OpinionMaterial {
    let indicator = shown.scheme.indicator(&words.indicator);
    let judged = words.judgement.as_ref();
    OpinionMaterial {
        indicator: words.indicator.to_string(),
        name: indicator.map_or_else(TextView::empty, |found| TextView::from(&found.name)),
        judgement: judged.map(|judged| leaf::judgement(&shown.scheme, &words.indicator, judged)),
        comment: words.comment.clone(),
        citations: words.citations.clone(),
    }
}

pub(in crate::desktop) fn save_opinion(
    session: &mut Session,
    request: SaveOpinion,
) -> Result<Saved> {
    let application = id(&request.application)?;
    let field = request
        .field
        .map(|(code, text)| Ok::<_, crate::error::Error>((id(&code)?, text)));
    let recommendation = request.recommendation.map(|code| match code.as_str() {
        "" => Ok(None),
        code => id(code).map(Some),
    });
    let (field, recommendation) = (field.transpose()?, recommendation.transpose()?);
    let (expert, ctx) = session.expert_mut()?;
    expert.save_opinion(&application, field, recommendation, &ctx)?;
    saved(session, &application, None)
}

pub(in crate::desktop) fn save_phrases(
    session: &mut Session,
    request: SavePhrases,
) -> Result<Nothing> {
    let (expert, _) = session.expert_mut()?;
    expert.save_phrases(&request.phrases)?;
    Ok(Nothing {})
}
