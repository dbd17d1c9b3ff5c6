//! Commands of the visit team. Its wire types are `wire/visit`, its acts `acts/visit`.

use super::list;

list! {}
