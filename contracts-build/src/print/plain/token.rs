//! A reader of tokens that knows where it is.

pub(super) use crate::tokens::Token;

use crate::tokens::Delimiter;

/// The tokens that are left.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'t>(pub(super) &'t [Token]);

/// Signs that two characters are, of which the first is one, too.
const TWO: &[[char; 2]] = &[
    [':', ':'],
    ['=', '>'],
    ['-', '>'],
    ['.', '.'],
    ['&', '&'],
    ['|', '|'],
    ['=', '='],
];

impl<'t> Cursor<'t> {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn next(&mut self) -> Option<&'t Token> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(first)
    }

    /// The word that is next, if it is one.
    pub(super) fn peek_word(&self) -> Option<&'t str> {
        match self.0.first() {
            Some(Token::Word(word)) => Some(word),
            _ => None,
        }
    }

    pub(super) fn word(&mut self) -> Option<&'t str> {
        let word = self.peek_word()?;
        self.next();
        Some(word)
    }

    pub(super) fn eat_word(&mut self, word: &str) -> bool {
        let is_next = self.peek_word() == Some(word);
        if is_next {
            self.next();
        }
        is_next
    }

    /// What stands in braces or the like, if they are next.
    pub(super) fn group(&mut self, delimiter: Delimiter) -> Option<Self> {
        match self.0.first() {
            Some(Token::Open(other, inside)) if *other == delimiter => {
                let (group, rest) = self.0.get(1..)?.split_at_checked(*inside)?;
                self.0 = rest.get(1..)?;
                Some(Cursor(group))
            }
            _ => None,
        }
    }

    /// How many tokens stand before the first of this kind that is in no group.
    pub(super) fn position(&self, is_it: impl Fn(&Token) -> bool) -> Option<usize> {
        let mut at = 0;
        loop {
            match self.0.get(at)? {
                token if is_it(token) => return Some(at),
                Token::Open(_, inside) => at += inside + 2,
                _ => at += 1,
            }
        }
    }

    /// Whether this sign is next, of one character or of two.
    pub(super) fn is_sign(&self, sign: &str) -> bool {
        let mut chars = sign.chars();
        match (chars.next(), chars.next(), self.0) {
            (Some(one), None, [Token::Sign(first, joint), rest @ ..]) => {
                let goes_on = |two: &[char; 2]| matches!(rest, [Token::Sign(second, _), ..] if [*first, *second] == *two);
                *first == one && !(*joint && TWO.iter().any(goes_on))
            }
            (Some(one), Some(two), [Token::Sign(first, true), Token::Sign(second, _), ..]) => {
                [*first, *second] == [one, two]
            }
            _ => false,
        }
    }

    pub(super) fn eat(&mut self, sign: &str) -> bool {
        let is_next = self.is_sign(sign);
        if is_next {
            self.0 = &self.0[sign.len()..];
        }
        is_next
    }

    pub(super) fn expect(&mut self, sign: &str) -> Option<()> {
        self.eat(sign).then_some(())
    }
}
