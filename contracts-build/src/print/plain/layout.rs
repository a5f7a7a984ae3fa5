//! Where lines end: groups of text that stand on one line if they fit, by the rules of prettyplease.

use std::borrow::Cow;

/// Columns of a line, and those that are left however deep it stands.
const LINE: isize = 89;
const LEAST: isize = 60;

/// Wider than any line.
const ENDLESS: usize = 0xffff;

pub(super) const INDENT: isize = 4;

/// As many as most lines begin with.
const SPACES: &str = "                                ";

/// Text in the making.
#[derive(Default)]
pub(super) struct Layout<'t> {
    ops: Vec<Op<'t>>,
    width: usize,
    /// The widths before the groups that are open.
    open: Vec<usize>,
}

enum Op<'t> {
    Text(Cow<'t, str>),
    /// What makes the groups around it too wide.
    Wide,
    Break(Break),
    Begin {
        consistent: bool,
        indent: isize,
    },
    End,
}

/// Where a line may end.
#[derive(Clone, Copy, Default)]
pub(super) struct Break {
    /// Spaces in its place where the line goes on.
    pub(super) blank: usize,
    /// What the next line is indented more than its group.
    pub(super) offset: isize,
    /// What stands before the end of the line, and before the next line.
    pub(super) before: Option<char>,
    pub(super) after: &'static str,
    /// What stands in its place where the line goes on.
    pub(super) flat: Option<char>,
    /// It only says how far what is before it reaches.
    pub(super) never: bool,
}

impl<'t> Layout<'t> {
    pub(super) fn text(&mut self, text: impl Into<Cow<'t, str>>) {
        let text = text.into();
        self.width += text.len();
        self.ops.push(Op::Text(text));
    }

    /// A group whose breaks all end lines, or none.
    pub(super) fn cbox(&mut self, indent: isize) {
        self.begin(true, indent);
    }

    /// A group whose breaks end lines where what follows would not fit.
    pub(super) fn ibox(&mut self, indent: isize) {
        self.begin(false, indent);
    }

    fn begin(&mut self, consistent: bool, indent: isize) {
        self.open.push(self.width);
        self.ops.push(Op::Begin { consistent, indent });
    }

    pub(super) fn end(&mut self) {
        self.open.pop();
        self.ops.push(Op::End);
    }

    /// Ends a group that goes over several lines where it is wider than this.
    pub(super) fn end_within(&mut self, most: usize) {
        let start = self.open.last().copied().unwrap_or_default();
        if self.width - start > most {
            self.width += ENDLESS;
            self.ops.push(Op::Wide);
        }
        self.end();
    }

    pub(super) fn brk(&mut self, brk: Break) {
        self.width += brk.blank;
        self.ops.push(Op::Break(brk));
    }

    pub(super) fn space(&mut self) {
        self.brk(Break {
            blank: 1,
            ..Break::default()
        });
    }

    pub(super) fn zerobreak(&mut self) {
        self.brk(Break::default());
    }

    pub(super) fn neverbreak(&mut self) {
        let never = true;
        self.brk(Break {
            never,
            ..Break::default()
        });
    }

    /// The end of a line.
    pub(super) fn hardbreak(&mut self, offset: isize) {
        self.brk(Break {
            blank: ENDLESS,
            offset,
            ..Break::default()
        });
    }

    /// What would be the end of a line in braces with something in them: it ends what is measured before.
    pub(super) fn nothing(&mut self) {
        self.neverbreak();
    }

    /// Takes the indentation off the break before this.
    pub(super) fn outdent(&mut self) {
        if let Some(Op::Break(last)) = self.ops.last_mut() {
            last.offset -= INDENT;
        }
    }

    /// What stands before the closing sign of a list that may go over several lines.
    pub(super) fn last_comma(&mut self, blank: usize) {
        self.brk(Break {
            blank,
            offset: -INDENT,
            before: Some(','),
            ..Break::default()
        });
    }

    /// The text, at so many blocks deep.
    pub(super) fn print(&self, depth: usize) -> String {
        let mut pen = Pen::new(depth);
        let sizes = self.sizes();
        for (op, size) in self.ops.iter().zip(sizes) {
            match op {
                Op::Text(text) => pen.text(text),
                Op::Wide => {}
                Op::Break(brk) => pen.brk(brk, size),
                Op::Begin { consistent, indent } => pen.begin(*consistent, *indent, size),
                Op::End => pen.end(),
            }
        }
        pen.out
    }

    /// How wide each group and break is with what follows, up to the next break outside of groups that begin later.
    fn sizes(&self) -> Vec<isize> {
        let mut sizes = vec![0; self.ops.len()];
        let (mut at, mut level) = (self.width, 0);
        // Where the next break on each level is, or on a level below; the last is that of all further levels.
        let mut next = vec![self.width];
        let measure = |next: &[usize], level: usize, at: usize| {
            let end = next.get(level).or(next.last()).copied();
            isize::try_from(end.unwrap_or(at) - at).unwrap_or(isize::MAX)
        };
        for (op, size) in self.ops.iter().zip(&mut sizes).rev() {
            match op {
                Op::Text(text) => at -= text.len(),
                Op::Wide => at -= ENDLESS,
                Op::End => level += 1,
                Op::Begin { .. } => {
                    level -= 1;
                    *size = measure(&next, level, at);
                    // What is before the group does not reach into it.
                    next.truncate(level + 1);
                }
                Op::Break(brk) => {
                    at -= brk.blank;
                    *size = measure(&next, level, at);
                    let last = next.last().copied().unwrap_or(at);
                    next.resize(level, last);
                    next.push(at);
                }
            }
        }
        sizes
    }
}

/// Writes what was laid out.
struct Pen {
    out: String,
    /// What is left of the line.
    space: isize,
    indent: isize,
    /// Spaces before the next text.
    pending: usize,
    groups: Vec<Group>,
}

struct Group {
    /// The indentation around it, where it goes over several lines.
    broken: Option<isize>,
    consistent: bool,
}

impl Pen {
    fn new(depth: usize) -> Self {
        let pending = depth * INDENT.unsigned_abs();
        let indent = isize::try_from(pending).unwrap_or_default();
        Self {
            out: String::new(),
            space: (LINE - indent).max(LEAST),
            indent,
            pending,
            groups: Vec::new(),
        }
    }

    fn text(&mut self, text: &str) {
        while self.pending > 0 {
            let spaces = self.pending.min(SPACES.len());
            self.out.push_str(&SPACES[..spaces]);
            self.pending -= spaces;
        }
        self.out.push_str(text);
        self.space -= isize::try_from(text.len()).unwrap_or(isize::MAX);
    }

    fn begin(&mut self, consistent: bool, indent: isize, size: isize) {
        let broken = (size > self.space).then_some(self.indent);
        if broken.is_some() {
            self.indent += indent;
        }
        self.groups.push(Group { broken, consistent });
    }

    fn end(&mut self) {
        if let Some(Group {
            broken: Some(indent),
            ..
        }) = self.groups.pop()
        {
            self.indent = indent;
        }
    }

    fn brk(&mut self, brk: &Break, size: isize) {
        let fits = match self.groups.last() {
            // Around everything there are lines.
            None => false,
            Some(Group { broken: None, .. }) => true,
            Some(group) => !group.consistent && size <= self.space,
        };
        if brk.never || fits {
            self.pending += brk.blank;
            self.space -= isize::try_from(brk.blank).unwrap_or(isize::MAX);
            if let Some(flat) = brk.flat {
                self.text(flat.encode_utf8(&mut [0; 4]));
            }
            return;
        }
        if let Some(before) = brk.before {
            self.text(before.encode_utf8(&mut [0; 4]));
        }
        self.out.push('\n');
        let indent = self.indent + brk.offset;
        self.pending = usize::try_from(indent).unwrap_or_default();
        self.space = (LINE - indent).max(LEAST);
        if !brk.after.is_empty() {
            self.text(brk.after);
        }
    }
}
