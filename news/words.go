package news

import "strings"

// wholeLines are lines that are furniture as they stand, in lower case.
var wholeLines = marked([]lineList{
	{advert, `ad|ads|advert|advertisement|advertisements|advertising|sponsored|sponsored content|promoted|promoted content|paid post|ad feedback
		|partner content|paid for by|advertorial|sponsored links|around the web`},
	{label, `opinion|opinions|comment|commentary|analysis|editorial|editorials|op-ed|column|columnists|perspective|viewpoint|view|the view|letters|interview
		|feature|features|explainer|live|breaking|breaking news|exclusive|news|latest|latest news|top stories|world|world news|international|politics|business
		|economy|markets|finance|technology|tech|science|health|sport|sports|culture|arts|style|lifestyle|travel|climate|environment|energy
		|africa|asia|asia pacific|europe|americas|latin america|middle east|us news|uk news|us & canada|national|society|education|military|defence|defense
		|diplomacy|security|foreign policy|geopolitics|home|menu|search|skip to content|+ follow|read full article|read the full article|discover more stories on|top picks|more|show more|see more|view more|load more|expand|collapse|and|skip to main content|log in|login|sign in|register|my account
		|print|print this page|save|save article|listen|listen to this article|watch|play|play video|close|open|back|back to top|next|previous|
		|contents|in this article|in this story|press release|press releases|news release|media note|media release|statement|statements|readout
		|for immediate release|embargoed|transcript|speech|speeches|remarks|newsroom|media centre|media center|ends|end|###|-30-|30|about us|contact|contact us|contacts
		|media contact|media contacts|notes to editors|notes for editors|gallery|slideshow|video|audio|podcast|photos|photo gallery|toggle caption
		|text size|font size|translate|all rights reserved|terms of use|privacy policy|cookie policy|cookies|help|faq|sitemap|by|image|updated|published`},
	{share, `share|share this|share this article|share this story|share this page|share on facebook|share on twitter|share on linkedin|share via email|share options
		|facebook|twitter|x|linkedin|whatsapp|telegram|reddit|email|e-mail|messenger|copy link|link copied|copied|tweet|post|pin|pinterest|like|like this|like loading|follow|flipboard
		|gift this article|comments|add a comment|leave a comment|post a comment|join the conversation|view comments|show comments|bookmark|more sharing options|line|wechat|weibo`},
	{prompt, `subscribe|subscribe now|sign up|newsletter|newsletters|get the app|download the app|support us|donate|become a member|free trial|start free trial|our apps`},
	{relatedHead, `related|related articles|related stories|related topics|related content|related links|related news|related coverage|more on this story|more on this topic|more on this
		|more stories|more news|more from|read more|read next|also read|see also|most read|most popular|most viewed|trending|trending now|recommended|recommended for you
		|you may also like|you might also like|editor's picks|editor’s picks|editors' picks|editors’ picks|don't miss|don’t miss|up next|what to read next|elsewhere on the web
		|more in this section|topics|tags|further reading|popular now|in case you missed it|latest stories|more top stories|from our partners|keep reading|must read|must reads|top stories today`},
	{pictureHead, `image caption|media caption|caption|photo caption|video caption`},
	{credit, `getty images|reuters|afp|ap|epa|ap photo|afp photo|getty|image source|shutterstock|xinhua|tass|image copyright|file photo|file picture|handout|illustration|photo|photograph`},
})

// kindLabels are the labels and openings that tell an opinion.
var kindLabels = map[string]bool{
	"opinion": true, "opinions": true, "comment": true, "commentary": true, "analysis": true, "editorial": true, "editorials": true, "op-ed": true,
	"column": true, "columnists": true, "perspective": true, "viewpoint": true, "view": true, "the view": true, "guest essay": true, "letters": true,
}

// lineList is a mark with the lines that have it.
type lineList struct {
	mark mark
	list string
}

// marked turns lists into a look-up. A line in two lists has the mark of the last.
func marked(lists []lineList) map[string]mark {
	out := make(map[string]mark)
	for _, l := range lists {
		for word := range strings.SplitSeq(l.list, "|") {
			if word = strings.TrimSpace(word); word != "" {
				out[word] = l.mark
			}
		}
	}
	return out
}

// opening is how a line of furniture begins.
type opening struct {
	words string // in lower case
	mark  mark
	limit int  // bytes of the longest such line
	stop  bool // the line may end with a full stop
}

// openings by their first byte.
var openings = byFirst([]opening{
	{"advertisement", advert, 80, false}, {"sponsored by", advert, 80, false}, {"paid for by", advert, 80, false}, {"article continues", advert, 80, true},
	{"story continues", advert, 80, true}, {"continue reading", advert, 80, true}, {"scroll to continue", advert, 80, true}, {"scroll down", advert, 80, true},

	{"read more", related, 220, true}, {"read also", related, 220, true}, {"also read", related, 220, true}, {"read:", related, 220, true}, {"read the full", related, 160, true},
	{"see also", related, 220, false}, {"more on this", related, 220, true}, {"related:", related, 220, true}, {"related story:", related, 220, true}, {"more:", related, 220, true},
	{"read next", related, 220, true}, {"don't miss:", related, 220, true}, {"don’t miss:", related, 220, true}, {"watch:", related, 220, true}, {"listen:", related, 220, true},
	{"watch more:", related, 220, true}, {"must read:", related, 220, true}, {"up next:", related, 220, true}, {"in pictures:", related, 160, true}, {"related article", related, 220, true},
	{"more from ", related, 60, false}, {"go deeper:", related, 220, true}, {"further reading:", related, 220, true}, {"dig deeper:", related, 220, true}, {"you may also like", related, 160, true},
	{"topic |", label, 100, false}, {"topic:", label, 100, false}, {"tags:", label, 220, true}, {"topics:", label, 220, true}, {"filed under", label, 220, true}, {"posted in", label, 160, true}, {"keywords:", label, 220, true}, {"categories:", label, 160, true},

	{"sign up ", prompt, 260, true}, {"subscribe ", prompt, 260, true}, {"subscribe:", prompt, 160, true}, {"get the latest", prompt, 260, true}, {"get our ", prompt, 200, true}, {"get more news", prompt, 200, true},
	{"join our ", prompt, 200, true}, {"follow us", prompt, 200, true}, {"like us on", prompt, 160, true}, {"download our", prompt, 160, true}, {"download the app", prompt, 160, true},
	{"click here", prompt, 200, true}, {"enter your email", prompt, 200, true}, {"by signing up", prompt, 300, true}, {"by subscribing", prompt, 300, true}, {"already a subscriber", prompt, 120, true},
	{"register now", prompt, 160, true}, {"register for free", prompt, 160, true}, {"register to ", prompt, 160, false}, {"do you have an opinion", prompt, 200, true}, {"do you have a question", prompt, 200, true},
	{"support our ", prompt, 200, true}, {"why you can trust", prompt, 80, true}, {"we use cookies", prompt, 400, true}, {"this site uses cookies", prompt, 400, true}, {"this website uses cookies", prompt, 400, true}, {"you have reached your", prompt, 200, true},
	{"to continue reading", prompt, 200, true}, {"log in to", prompt, 120, true}, {"sign in to", prompt, 120, true}, {"newsletter:", prompt, 200, true}, {"our newsletter", prompt, 200, true},
	{"thank you for reading", prompt, 200, true}, {"this article is free", prompt, 200, true}, {"got a tip", prompt, 200, true}, {"do you have a story", prompt, 200, true}, {"please enable javascript", prompt, 200, true},
	{"listen to this article", prompt, 80, true}, {"listen to article", prompt, 80, true}, {"stay up to date with", prompt, 200, true}, {"never miss a story", prompt, 200, true}, {"stay informed", prompt, 160, true},
	{"have your say", prompt, 160, true}, {"view comments", share, 80, true}, {"share this", share, 80, true}, {"share on ", share, 80, false}, {"comments (", share, 40, false}, {"leave a comment", share, 80, true}, {"conversations (", share, 40, false},

	{"illustration:", credit, 140, true}, {"illustration by", credit, 140, true}, {"photo:", credit, 140, true}, {"photos:", credit, 140, true}, {"photograph:", credit, 140, true}, {"photography:", credit, 140, true},
	{"photo by", credit, 140, true}, {"photo credit", credit, 140, true}, {"picture:", credit, 140, true}, {"pictures:", credit, 140, true}, {"image:", credit, 140, true}, {"images:", credit, 140, true},
	{"image credit", credit, 140, true}, {"image source", credit, 140, true}, {"image copyright", credit, 140, true}, {"credit:", credit, 140, true}, {"credits:", credit, 140, true}, {"graphic:", credit, 140, true},
	{"graphics:", credit, 140, true}, {"cartoon:", credit, 140, true}, {"video:", credit, 140, false}, {"file photo", credit, 80, true}, {"(photo", credit, 160, true}, {"(ap photo", credit, 160, true},
	{"(reuters photo", credit, 160, true}, {"courtesy of", credit, 120, false}, {"infographic:", credit, 140, true},
	{"image caption", picture, 500, true}, {"media caption", picture, 500, true}, {"caption:", picture, 500, true}, {"pictured:", picture, 400, true}, {"photo caption", picture, 500, true},

	{"©", rights, 300, true}, {"copyright ©", rights, 300, true}, {"copyright (c)", rights, 300, true}, {"copyright 20", rights, 300, true}, {"copyright 19", rights, 300, true}, {"copyright reserved", rights, 300, true}, {"(c) 20", rights, 300, true}, {"&copy;", rights, 300, true}, {"all rights reserved", rights, 300, true}, {"terms and conditions", rights, 200, false},
	{"the views expressed", rights, 500, true}, {"the opinions expressed", rights, 500, true}, {"views expressed", rights, 500, true}, {"opinions expressed", rights, 500, true}, {"this article first appeared", rights, 300, true},
	{"this article was first published", rights, 300, true}, {"this article originally appeared", rights, 300, true}, {"this article was originally published", rights, 300, true}, {"a version of this article", rights, 400, true},
	{"this article appeared in", rights, 300, true}, {"this article was produced", rights, 300, true}, {"this story was originally", rights, 300, true}, {"our standards:", rights, 200, true}, {"read our full disclaimer", rights, 200, true}, {"this story has been published from", rights, 300, true},
	{"this article was amended", rights, 400, true}, {"this article has been amended", rights, 400, true}, {"this story has been updated", rights, 300, true}, {"correction:", rights, 400, true},
	{"media contact:", rights, 200, true}, {"press contact:", rights, 200, true}, {"contact:", rights, 200, true}, {"for media inquiries", rights, 300, true}, {"for media enquiries", rights, 300, true},
	{"for further information", rights, 120, true}, {"for more information", rights, 120, true}, {"follow him on", rights, 160, true}, {"follow her on", rights, 160, true}, {"follow them on", rights, 160, true},
	{"press release no", label, 100, true}, {"release no", label, 80, true}, {"for immediate release", label, 80, true}, {"embargoed until", label, 120, true},

	{"reporting by ", byline, 400, true}, {"(reporting by ", byline, 400, true}, {"additional reporting", byline, 300, true}, {"editing by", byline, 300, true}, {"written by ", byline, 160, false},
	{"words by ", byline, 120, false}, {"text by ", byline, 120, false}, {"(writing by", byline, 300, true}, {"writing by ", byline, 300, true}, {"with reporting by", byline, 300, true}, {"author:", byline, 160, true},
	{"authors:", byline, 200, true},
	{"published:", dated, 120, true}, {"updated:", dated, 120, true}, {"last updated", dated, 120, true}, {"last modified", dated, 120, true}, {"first published", dated, 120, true}, {"published on ", dated, 120, true},
	{"published at ", dated, 120, true}, {"posted on ", dated, 120, true}, {"posted:", dated, 120, true}, {"date:", dated, 120, true}, {"issued on ", dated, 120, false}, {"release date", dated, 120, true},
})

func byFirst(list []opening) (out [256][]opening) {
	for _, o := range list {
		out[o.words[0]] = append(out[o.words[0]], o)
		if c := o.words[0]; c >= 'a' && c <= 'z' {
			out[c-'a'+'A'] = append(out[c-'a'+'A'], o)
		}
	}
	return out
}

// markByOpening tells lines of furniture by their first words.
func markByOpening(s string) mark {
	for _, o := range openings[s[0]] {
		if len(s) > o.limit || !hasPrefixFold(s, o.words) || !o.stop && endsStop(s) || !cutsWord(s, o.words) {
			continue
		}
		if o.mark == dated && !hasYear(s) {
			continue
		}
		return o.mark
	}
	if (s[0] == 'B' || s[0] == 'b') && isByline(s) {
		return byline
	}
	return prose
}

// cutsWord reports whether the opening ends where a word of s ends.
func cutsWord(s, words string) bool {
	if len(s) == len(words) || !isLetter(words[len(words)-1]) {
		return true
	}
	return !isLetter(s[len(words)]) && s[len(words)] != '-'
}

// hasPrefixFold is strings.HasPrefix without regard to the case of ASCII letters;
// prefix is in lower case.
func hasPrefixFold(s, prefix string) bool {
	if len(s) < len(prefix) {
		return false
	}
	for i := range len(prefix) {
		c := s[i]
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c != prefix[i] {
			return false
		}
	}
	return true
}

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80 }

// creditEnds close a caption, or a line that credits a picture.
var creditEnds = []string{
	"getty images", "afp", "reuters", "ap photo", "epa", "epa-efe", "shutterstock", "xinhua", "tass", "sputnik", "ap", "handout", "file photo", "via reuters", "via ap", "anadolu", "bloomberg", "afp-jiji", "kyodo", "pool",
}

// endsCredit reports whether a line closes with the credit of a picture: "Photo: X",
// "(Photo by X)", "REUTERS/X", "/ AFP", "© X".
func endsCredit(s string) bool {
	tail := s[max(0, len(s)-70):]
	if len(s) > 500 || s[len(s)-1] == '.' && !strings.Contains(tail, "hoto") || !strings.ContainsAny(tail, ":/([©|") {
		return false
	}
	low := strings.ToLower(tail)
	for _, cue := range []string{"photo:", "photograph:", "picture:", "image:", "(photo by", "[photo:", "[photo", "(ap photo", "credit:", "reuters/", "afp/", "(file photo", "photos:", "photo by"} {
		if i := strings.LastIndex(low, cue); i >= 0 && words(low[i+len(cue):], 8) < 8 && (i > 0 || len(tail) == len(s)) && capitalAfter(tail[i+len(cue):]) {
			return true
		}
	}
	low = strings.TrimRight(low, ".)] ")
	for _, end := range creditEnds {
		if rest, ok := strings.CutSuffix(low, end); ok {
			rest = strings.TrimRight(rest, " ")
			return strings.HasSuffix(rest, "/") || strings.HasSuffix(rest, "[") || strings.HasSuffix(rest, "©") || strings.HasSuffix(rest, "|")
		}
	}
	return strings.Contains(tail, "© ")
}

// capitalAfter reports whether the next word is a name.
func capitalAfter(s string) bool {
	s = strings.TrimLeft(s, " ")
	return s != "" && (s[0] >= 'A' && s[0] <= 'Z' || s[0] >= 0x80 || s[0] == '@')
}
