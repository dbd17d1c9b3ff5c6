//! Commands of the office. Its wire types are `wire/office`, its acts `acts/office`.

use super::list;

list! {}
