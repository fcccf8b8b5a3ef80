using CsCheck;
using Pipeline.Modeling.Text;

namespace Pipeline.Tests.Modeling.Text;

public sealed class WordsTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("  \n\t .,;!?-–—() ", "")]
    [InlineData("Hello, World!", "hello|world")]
    [InlineData("well-known re-use snake_case", "well|known|re|use|snake|case")]
    [InlineData("It's the dogs' owner’s o'clock 'quoted'", "it's|the|dogs|owner's|o'clock|quoted")]
    [InlineData("3.14 1,000,000 v1.2.3 1. 2, .5 $5.00 10%", "3.14|1,000,000|v1.2.3|1|2|5|5.00|10")]
    [InlineData("e.g. U.S.A. end.Next", "e|g|u|s|a|end|next")]
    [InlineData("ÄRGER straße ΣΊΣΥΦΟΣ ĐÁ", "ärger|straße|σίσυφοσ|đá")]
    [InlineData("naïve nai\u0308ve", "naïve|nai\u0308ve")]
    [InlineData("हिन्दी में नमस्ते", "हिन्दी|में|नमस्ते")]
    [InlineData("می\u200Cخواهم کتاب", "می\u200Cخواهم|کتاب")]
    [InlineData("end\u200C \u200Cstart \u200D", "end|start")]
    [InlineData("我喜歡C#和日本語のカナ。", "我|喜歡|c|和|日本語|の|カナ")]
    [InlineData("한국어 문장입니다.", "한국어|문장입니다")]
    [InlineData("a🙂b 👩\u200D👩 \U00010400x", "a|b|\U00010428x")]
    [InlineData("\U00020000\U00020001", "\U00020000|\U00020001")]
    [InlineData("x²  ½ Ⅷ ٣٫١٤ ۱۲۳", "x|٣|١٤|۱۲۳")]
    public void A_text_has_these_words(string text, string words) =>
        Assert.Equal(words.Split('|', StringSplitOptions.RemoveEmptyEntries), Words.Split(text).Select(word => word.Key));

    [Theory]
    [InlineData("我喜欢在北京大学学习自然语言处理。", "我|喜欢|在|北京|大学|学习|自然|语言|处理")]
    [InlineData("台灣的首都是臺北，人口約2,500,000人。", "台灣|的|首都|是|臺北|人口|約|2,500,000|人")]
    [InlineData("私は東京大学で日本語を勉強しています。", "私|は|東京|大学|で|日本語|を|勉強|し|てい|ます")]
    [InlineData("人々はコーヒー・紅茶とｱｲｽを飲む", "人々|は|コーヒー|紅茶|と|ｱｲｽ|を|飲む")]
    [InlineData("วันนี้อากาศดีมาก ฉันอยากไปเดินเล่นที่สวนสาธารณะ", "วัน|นี้|อากาศ|ดี|มาก|ฉัน|อยาก|ไป|เดิน|เล่น|ที่|สวน|สาธารณะ")]
    [InlineData("ราคา 3.50 บาท ซื้อiPhoneใหม่๑๐เครื่อง", "ราคา|3.50|บาท|ซื้อ|iphone|ใหม่|๑๐|เครื่อง")]
    [InlineData("ຂ້ອຍມັກກິນເຂົ້າໜຽວກັບປີ້ງໄກ່", "ຂ້ອຍ|ມັກ|ກິນເຂົ້າ|ໜຽວ|ກັບ|ປີ້ງ|ໄກ່")]
    [InlineData("ខ្ញុំចូលចិត្តរៀនភាសាខ្មែរ។", "ខ្ញុំ|ចូលចិត្ត|រៀន|ភាសាខ្មែរ")]
    [InlineData("ကျွန်တော်မြန်မာစာကိုလေ့လာနေပါတယ်။", "ကျွန်တော်|မြန်မာ|စာ|ကို|လေ့လာ|နေ|ပါ|တယ်")]
    [InlineData("ᨠᩥ ᥖᥭᥰ", "ᨠᩥ|ᥖ|ᥭ|ᥰ")]
    [InlineData("བཀྲ་ཤིས།", "བཀྲ|ཤིས")]
    public void A_text_of_a_script_without_spaces_has_the_words_of_its_dictionary(string text, string words) =>
        Assert.Equal(words.Split('|'), Words.Split(text).Select(word => word.Key));

    [Theory]
    [InlineData("我喜欢在北京大学学习自然语言处理")]
    [InlineData("私は東京大学で日本語を勉強しています")]
    [InlineData("วันนี้อากาศดีมากฉันอยากไปเดินเล่น")]
    [InlineData("ຂ້ອຍມັກກິນເຂົ້າໜຽວ")]
    [InlineData("ខ្ញុំចូលចិត្តរៀនភាសាខ្មែរ")]
    [InlineData("ကျွန်တော်မြန်မာစာကိုလေ့လာ")]
    public void A_run_of_any_length_is_divided_as_its_parts_are_and_in_time(string text)
    {
        // At once, ICU takes a time that grows with the square of the run.
        const int Times = 2000;
        var once = Words.Split(text).Select(word => word.Key).ToList();
        var words = Words.Split(string.Concat(Enumerable.Repeat(text, Times)));

        Assert.Equal(text.Length * Times, words.Sum(word => word.Length));
        Assert.InRange(words.Count(word => word.Key == once[2]), Times * 9 / 10, Times * 11 / 10);
    }

    [Fact]
    public async Task Threads_that_begin_with_a_dictionary_at_once_get_the_same_words()
    {
        string[] texts = ["我喜欢在北京大学学习", "วันนี้อากาศดีมาก", "ຂ້ອຍມັກກິນ", "ខ្ញុំចូលចិត្តរៀន", "ကျွန်တော်မြန်မာစာ"];
        var threads = await Task.WhenAll(
            Enumerable
                .Range(0, 40)
                .Select(thread =>
                    Task.Factory.StartNew(
                        () => Words.Split(texts[thread % texts.Length]).Select(word => word.Key).ToList(),
                        TaskCreationOptions.LongRunning
                    )
                )
        );

        for (var thread = 0; thread < threads.Length; thread++)
        {
            Assert.Equal(Words.Split(texts[thread % texts.Length]).Select(word => word.Key), threads[thread]);
        }
    }

    [Fact]
    public void Lone_surrogates_divide_words_and_are_none() =>
        Assert.Equal(["a", "b", "c"], Words.Split("a\uD800b\uDC00c\uD83D").Select(word => word.Key));

    [Fact]
    public void Words_are_in_order_apart_and_hold_every_letter_and_digit()
    {
        var character = Gen.OneOf(Gen.Char, Gen.Char["ab1.,'’ \u200C\uD83D\uDE42我かé"], Gen.Char['a', 'z']);
        Gen.String[character, 0, 20]
            .Sample(
                text =>
                {
                    var words = Words.Split(text);
                    var covered = new bool[text.Length];
                    var end = 0;
                    foreach (var word in words)
                    {
                        Assert.InRange(word.Start, end, text.Length - 1);
                        Assert.Equal(word.Key, text.Substring(word.Start, word.Length).Replace('’', '\'').ToLowerInvariant());
                        Assert.Equal([word.Key], Words.Split(text[word.Start..word.End]).Select(inner => inner.Key));
                        end = word.End;
                        Array.Fill(covered, true, word.Start, word.Length);
                    }

                    for (var i = 0; i < text.Length; i++)
                    {
                        Assert.True(covered[i] || !char.IsLetterOrDigit(text[i]), $"U+{(int)text[i]:X4} at {i} is in no word");
                    }
                },
                iter: 3000,
                threads: 1
            );
    }
}
