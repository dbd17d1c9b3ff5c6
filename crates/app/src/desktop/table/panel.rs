//! Commands of the panel. Its wire types are `wire/panel`, its acts `acts/panel`.

use super::list;

list! {}
