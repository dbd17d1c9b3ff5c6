//! Radical code points that some programs write in place of the character.
//!
//! Owns the table of the CJK Radicals Supplement as far as Unicode's EquivalentUnifiedIdeograph
//! names a modern character; the Kangxi block needs none, its decompositions are in Unicode itself.
//! Trap: such text looks right and is not found; the fault is common in Chinese office exports.

const TABLE: [(char, char); 30] = [
    ('⺁', '厂'),
    ('⺎', '兀'),
    ('⺏', '尣'),
    ('⺟', '母'),
    ('⺠', '民'),
    ('⺩', '王'),
    ('⺫', '目'),
    ('⺬', '示'),
    ('⺯', '糹'),
    ('⻁', '虎'),
    ('⻄', '西'),
    ('⻅', '见'),
    ('⻆', '角'),
    ('⻉', '贝'),
    ('⻋', '车'),
    ('⻑', '長'),
    ('⻓', '长'),
    ('⻔', '门'),
    ('⻘', '青'),
    ('⻚', '页'),
    ('⻛', '风'),
    ('⻜', '飞'),
    ('⻝', '食'),
    ('⻢', '马'),
    ('⻣', '骨'),
    ('⻤', '鬼'),
    ('⻥', '鱼'),
    ('⻦', '鸟'),
    ('⻩', '黄'),
    ('⻰', '龙'),
];

/// The character a radical stands for, or the character itself.
pub(super) fn unified(value: char) -> char {
    if !('\u{2e80}'..='\u{2eff}').contains(&value) {
        return value;
    }
    TABLE
        .iter()
        .find(|(radical, _)| *radical == value)
        .map_or(value, |(_, whole)| *whole)
}
