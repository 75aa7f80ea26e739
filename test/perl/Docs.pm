# What the tests of the pages share: a page's code blocks, and what psql prints when one is played.
package Docs;

use strict;
use warnings;
use Exporter 'import';
use FindBin;
use IPC::Run;
use PostgreSQL::Test::Utils;
use Test::More;

our @EXPORT = qw(page blocks block printed prints_as_shown);

sub page { my ($page) = @_; return slurp_file("$FindBin::RealBin/../../$page"); }

# The code blocks of a page in their order: the language (empty: output), the text, what the page shows that it prints
# (undef: nothing is shown), and the line. Output belongs to the block right before it.
sub blocks
{
	my ($page) = @_;
	my ($text, @blocks) = page($page);
	while ($text =~ /^```(\w*)\n(.*?)^```\n(?:\n?```\n(.*?)^```\n)?/msg)
	{
		my ($language, $block, $shown, $start) = ($1, $2, $3, $-[0]);
		push @blocks, { language => $language, text => $block, shown => $shown, line => 1 + (substr($text, 0, $start) =~ tr/\n//), page => $page };
	}
	return @blocks;
}

# The block of a page whose first line is this comment, without the comment and with what is only an example there replaced.
sub block
{
	my ($page, $comment, %replaced) = @_;
	my ($text) = map { $_->{text} =~ /^(?:-- |\# )\Q$comment\E\n(.*)/s } blocks($page);
	die "$page has no block \"$comment\"" unless defined $text;
	for my $example (keys %replaced)
	{
		$text =~ s/\Q$example\E/$replaced{$example}/g or die "$page: no $example under \"$comment\"";
	}
	return $text;
}

# What psql prints, errors too.
sub printed
{
	my ($node, $database, $script) = @_;
	my $printed = '';
	IPC::Run::run([ 'psql', '-X', '-q', '-d', $node->connstr($database) ], '<', \$script, '>&', \$printed);
	return $printed;
}

# Plays a block, by a role if one is named: it prints what the page shows, or no error where the page shows nothing.
sub prints_as_shown
{
	my ($node, $database, $block, $role) = @_;
	my $printed = printed($node, $database, ($role ? "SET ROLE $role;\n" : '') . $block->{text});
	my ($first) = $block->{text} =~ /^(.*)/;
	my $name = "$block->{page}, line $block->{line}: $first";
	return unlike($printed, qr/(ERROR|FATAL): /, $name) unless defined $block->{shown};
	my $shown = $block->{shown};
	s/[ \t]+$//mg, s/\n\n+/\n/g, s/\n+\z/\n/ for $printed, $shown;
	return is($printed, $shown, $name);
}

1;
