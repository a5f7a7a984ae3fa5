//! Templates of code: what stands there becomes tokens, `#name` the tokens of a variable, and `#(…)*` is repeated for
//! the items of the variables in it, `#(…),*` with a sign between.

/// A stream of the tokens that stand here.
macro_rules! quote {
    () => { $crate::tokens::TokenStream::new() };
    ($($token:tt)*) => {{
        let mut tokens = $crate::tokens::TokenStream::begun();
        $crate::tokens::push!(tokens $($token)*);
        tokens
    }};
}

/// A name, put together as `format!` does.
macro_rules! format_ident {
    ($($format:tt)*) => { $crate::tokens::Ident::of(format_args!($($format)*)) };
}

/// Appends the tokens of a template.
macro_rules! push {
    ($to:ident) => {};
    ($to:ident # ( $($inner:tt)* ) * $($rest:tt)*) => {
        $crate::tokens::repeat!($to () ($($inner)*) [] $($inner)*);
        $crate::tokens::push!($to $($rest)*);
    };
    ($to:ident # ( $($inner:tt)* ) $between:tt * $($rest:tt)*) => {
        $crate::tokens::repeat!($to ($between) ($($inner)*) [] $($inner)*);
        $crate::tokens::push!($to $($rest)*);
    };
    ($to:ident # $name:ident $($rest:tt)*) => {
        $crate::tokens::ToTokens::to_tokens(&$name, &mut $to);
        $crate::tokens::push!($to $($rest)*);
    };
    ($to:ident ( $($inner:tt)* ) $($rest:tt)*) => {
        let start = $to.open($crate::tokens::Delimiter::Parenthesis);
        $crate::tokens::push!($to $($inner)*);
        $to.close($crate::tokens::Delimiter::Parenthesis, start);
        $crate::tokens::push!($to $($rest)*);
    };
    ($to:ident [ $($inner:tt)* ] $($rest:tt)*) => {
        let start = $to.open($crate::tokens::Delimiter::Bracket);
        $crate::tokens::push!($to $($inner)*);
        $to.close($crate::tokens::Delimiter::Bracket, start);
        $crate::tokens::push!($to $($rest)*);
    };
    ($to:ident { $($inner:tt)* } $($rest:tt)*) => {
        let start = $to.open($crate::tokens::Delimiter::Brace);
        $crate::tokens::push!($to $($inner)*);
        $to.close($crate::tokens::Delimiter::Brace, start);
        $crate::tokens::push!($to $($rest)*);
    };
    ($to:ident $word:ident :: $($rest:tt)*) => {
        $to.word(stringify!($word));
        $to.sign("::");
        $crate::tokens::push!($to $($rest)*);
    };
    ($to:ident $word:ident $($rest:tt)*) => {
        $to.word(stringify!($word));
        $crate::tokens::push!($to $($rest)*);
    };
    ($to:ident - $($rest:tt)*) => {
        $to.sign("-");
        $crate::tokens::push!($to $($rest)*);
    };
    ($to:ident $lifetime:lifetime $($rest:tt)*) => {
        $to.lifetime(stringify!($lifetime));
        $crate::tokens::push!($to $($rest)*);
    };
    ($to:ident $literal:literal $($rest:tt)*) => {
        $to.literal(stringify!($literal));
        $crate::tokens::push!($to $($rest)*);
    };
    ($to:ident $sign:tt $($rest:tt)*) => {
        $to.sign(stringify!($sign));
        $crate::tokens::push!($to $($rest)*);
    };
}

/// Finds the variables of what is repeated, then repeats it.
macro_rules! repeat {
    ($to:ident $between:tt $inner:tt [$($name:ident)*] # $found:ident $($rest:tt)*) => {
        $crate::tokens::repeat!($to $between $inner [$($name)* $found] $($rest)*);
    };
    ($to:ident $between:tt $inner:tt $names:tt ( $($group:tt)* ) $($rest:tt)*) => {
        $crate::tokens::repeat!($to $between $inner $names $($group)* $($rest)*);
    };
    ($to:ident $between:tt $inner:tt $names:tt [ $($group:tt)* ] $($rest:tt)*) => {
        $crate::tokens::repeat!($to $between $inner $names $($group)* $($rest)*);
    };
    ($to:ident $between:tt $inner:tt $names:tt { $($group:tt)* } $($rest:tt)*) => {
        $crate::tokens::repeat!($to $between $inner $names $($group)* $($rest)*);
    };
    ($to:ident $between:tt $inner:tt $names:tt $other:tt $($rest:tt)*) => {
        $crate::tokens::repeat!($to $between $inner $names $($rest)*);
    };
    ($to:ident ($($between:tt)?) ($($inner:tt)*) [$($name:ident)*]) => {{
        #[allow(unused_imports, reason = "which of them a variable needs is not known here")]
        use $crate::tokens::{Each as _, EachOf as _, Same as _};
        $(
            #[allow(unused_mut, reason = "a name that stands here again is none that moves on")]
            let mut $name = $name.each();
        )*
        let start = $to.0.len();
        loop {
            $(
                let Some($name) = $name.next() else { break };
                let $name = $crate::tokens::Taken($name);
            )*
            if $to.0.len() > start { $($to.sign(stringify!($between));)? }
            $crate::tokens::push!($to $($inner)*);
        }
    }};
}

pub(crate) use {format_ident, push, quote, repeat};
