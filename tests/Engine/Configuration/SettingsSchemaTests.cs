using Pipeline.Engine.Configuration;
using Pipeline.Tests.Support;

namespace Pipeline.Tests.Engine.Configuration;

public sealed class SettingsSchemaTests
{
    [Fact]
    public void The_schema_of_a_settings_record_is_as_approved() =>
        Approved.Matches("settings-schema", SettingsSchema.Write(typeof(ExampleSettings)));
}
